"""`python -m training.acts.weak`: does a model of contents, learned under telling cues, help where the cue only says?

Contents of PolNeAR's train under cues of one act only ("accused", "promised") are labelled by that act, those under
"said" and the like by `state`; a linear model over their word n-grams is asked about the gold statements whose cue
says no more than `state`. The margin below which the rules' answer stands is chosen with each article left out.
Seed 0. Prints figures only; nothing of the corpus is written anywhere.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from onrecord.languages import load_language
from onrecord.languages.cues import cues
from onrecord.scoring.gold import read_standoff
from training.acts.gold import GOLD, coded

if TYPE_CHECKING:
    from onrecord.records import Statement

POLNEAR = Path(__file__).parents[3] / "shared" / "corpora" / "polnear" / "train"
SAYING = {"said", "says", "told", "wrote", "added", "writes", "noted"}
SUFFIXES = (("", ""), ("ed", ""), ("d", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ied", "y"), ("es", ""))
MARGINS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
SEED = 0


def telling_act(word: str) -> str | None:
    """The act of a verb form where all rows of its lemma agree on one."""
    lexicon = cues(load_language())
    for suffix, instead in SUFFIXES:
        if word.endswith(suffix):
            rows = lexicon.starting(word[: len(word) - len(suffix)] + instead, "verb")
            acts = {cue.act for cue in rows if len(cue.words) == 1}
            if acts:
                return acts.pop() if len(acts) == 1 else None
    return None


def labelled_contents(folder: Path) -> list[tuple[str, str]]:
    """Contents with the act of their telling cue; saying cues, as many as the others together at most."""
    told: list[tuple[str, str]] = []
    said: list[tuple[str, str]] = []
    for path in sorted((folder / "attributions").glob("*.ann")):
        for statement in statements_of(path):
            words = " ".join(span.text for span in statement.cue).lower().split()
            content = " ".join(span.text for span in statement.content)
            if len(words) != 1 or not content:
                continue
            if words[0] in SAYING:
                said.append((content, "state"))
            elif (act := telling_act(words[0])) and act != "state":
                told.append((content, act))
    random.Random(SEED).shuffle(said)
    return told + said[: len(told)]


def statements_of(path: Path) -> tuple[Statement, ...]:
    """The attributions of a standoff file; none, and a line about it, where a span's text breaks its lines."""
    try:
        return read_standoff(path).statements
    except ValueError as error:
        print(f"left out {path.name}: {error}")
        return ()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polnear", type=Path, default=POLNEAR)
    options = parser.parse_args()
    data = labelled_contents(options.polnear)
    print("contents by act:", dict(Counter(act for _, act in data).most_common()))
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True, token_pattern=r"(?u)\b\w+\b|[?!]")
    model = LogisticRegression(C=3, class_weight="balanced", max_iter=1000, random_state=SEED)
    model.fit(vectorizer.fit_transform([text for text, _ in data]), [act for _, act in data])
    articles: dict[str, list[tuple[str, str, str, float]]] = defaultdict(list)
    for path in sorted(GOLD.glob("*.json")):
        for statement, act in coded(path):
            row = model.predict_proba(vectorizer.transform([" ".join(s.text for s in statement.content)]))[0]
            articles[path.stem].append((statement.act, act, str(model.classes_[int(row.argmax())]), float(row.max())))
    compare(articles)


def right(rows: list[tuple[str, str, str, float]], margin: float) -> int:
    """How many are right where the model overrules a `state` of the rules from this probability on."""
    return sum(gold == (learned if act == "state" and sure >= margin else act) for gold, act, learned, sure in rows)


def compare(articles: dict[str, list[tuple[str, str, str, float]]]) -> None:
    """Prints the rules alone, the model at each margin, and the margin chosen without the article."""
    everything = [row for rows in articles.values() for row in rows]
    left_out = 0
    for name, rows in articles.items():
        others = [row for other, found in articles.items() if other != name for row in found]
        best = max(MARGINS, key=lambda margin: (right(others, margin), margin))
        left_out += right(rows, best)
    print(f"rules alone: {right(everything, 1.01)} of {len(everything)}")
    print("with the model from a margin on:", {margin: right(everything, margin) for margin in MARGINS})
    print(f"margin chosen with each article left out: {left_out} of {len(everything)}")


if __name__ == "__main__":
    main()
