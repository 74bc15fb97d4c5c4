"""`python -m training.acts.pairs`: PLOVER roots of the verbal half of pairs.tsv, source and target given, five-fold.

A linear model over word n-grams (source and target marked), the acts of the cues in the sentence by its distance
from them, and MiniLM's mean-pooled embedding. Seed 0; figures only, the corpus' text stays where it is.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from onrecord.languages import load_language
from onrecord.languages.cues import cues
from onrecord.reader.analysis.parser import load_parser
from training.acts.gold import report
from training.attribution.model import Encoder, checkpoint, load_encoder, plain_tokenizer, read_shape

if TYPE_CHECKING:
    from spacy.tokens import Doc

PAIRS = Path(__file__).parents[3] / "shared" / "corpora" / "plover" / "pairs.tsv"
ROOTS = ("AGREE", "CONSULT", "SUPPORT", "YIELD", "REQUEST", "ACCUSE", "REJECT", "THREATEN")
SEED = 0


def load_pairs(path: Path) -> list[dict[str, str]]:
    """The triples of the verbal roots."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in rows if row["plover"] in ROOTS]


def marked(row: dict[str, str]) -> str:
    """The sentence with source and target put as names that the n-grams share."""
    text = row["sentence"]
    for name, mark in ((row["source"], " SRC "), (row["target"], " TGT ")):
        text = text.replace(name, mark, 1)
    return text


def cue_features(doc: Doc) -> dict[str, float]:
    """Which acts the cues of a parsed sentence have, which words stand between source and target, and the source's verb."""
    lexicon = cues(load_language())
    places = {mark: next((t.i for t in doc if t.text == mark), -1) for mark in ("SRC", "TGT")}
    found: dict[str, float] = {"SRC first": float(places["SRC"] < places["TGT"])}
    low, high = sorted(places.values())
    for token in doc:
        between = low < token.i < high
        if between:
            found[f"between {token.lemma_.lower()}"] = 1.0
        if token.pos_ not in {"VERB", "NOUN"}:
            continue
        pos = "verb" if token.pos_ == "VERB" else "noun"
        for act in {cue.act for cue in lexicon.starting(token.lemma_, pos) if len(cue.words) == 1}:
            found[f"{pos} {act}"] = 1.0
            if between:
                found[f"between {pos} {act}"] = 1.0
    if places["SRC"] >= 0:
        verb = next((t for t in doc[places["SRC"]].ancestors if t.pos_ == "VERB"), None)
        if verb is not None:
            found[f"verb of source {verb.lemma_.lower()}"] = 1.5
            found.update({f"under it {child.dep_} {child.lemma_.lower()}": 1.0 for child in verb.children})
            for cue in lexicon.starting(verb.lemma_, "verb"):
                found[f"act of source {cue.act}"] = 1.0
    if places["TGT"] >= 0:
        found[f"over target {doc[places['TGT']].head.lemma_.lower()}"] = 1.0
    return found


def embeddings(sentences: list[str]) -> np.ndarray:
    """MiniLM's mean-pooled last states, of unit length: one row a sentence."""
    shape = replace(read_shape(checkpoint()), features=())
    encoder = Encoder(shape).eval()
    load_encoder(encoder, checkpoint())
    tokenizer = plain_tokenizer()
    rows = []
    with torch.inference_mode():
        for sentence in sentences:
            pieces = torch.tensor([tokenizer.encode(sentence).ids[:256]])
            state = encoder(pieces, torch.zeros(1, pieces.shape[1], 0, dtype=torch.long), None)[0].mean(0)
            rows.append((state / state.norm()).numpy())
    return np.stack(rows)


def features(seen: np.ndarray, texts: list[str], cues_: list[dict[str, float]]) -> csr_matrix:
    """All features, their vocabularies and weights learned on the rows `seen` only."""
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"(?u)\b\w+\b")
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True)
    listed = DictVectorizer()
    for vectorizer, data in ((words, texts), (pieces, texts), (listed, cues_)):
        vectorizer.fit([data[i] for i in seen])
    return hstack([words.transform(texts), pieces.transform(texts) * 0.7, listed.transform(cues_) * 0.35]).tocsr()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, default=PAIRS)
    parser.add_argument("--plain", action="store_true", help="without MiniLM's embeddings")
    options = parser.parse_args()
    rows = load_pairs(options.pairs)
    labels = np.array([row["plover"] for row in rows])
    texts = [marked(row) for row in rows]
    sentences = [row["sentence"] for row in rows]  # a sentence with several pairs stays on one side of a fold
    cues_ = [cue_features(doc) for doc in load_parser(load_language()).pipe(texts)]
    vectors = None if options.plain else csr_matrix(embeddings(texts))
    found = np.empty_like(labels)
    for seen, kept in StratifiedGroupKFold(5, shuffle=True, random_state=SEED).split(texts, labels, sentences):
        matrix = features(seen, texts, cues_)
        matrix = matrix if vectors is None else hstack([matrix, vectors * 2.0]).tocsr()
        model = LogisticRegression(C=10, class_weight="balanced", max_iter=2000, random_state=SEED)
        found[kept] = model.fit(matrix[seen], labels[seen]).predict(matrix[kept])
    report(list(zip(labels.tolist(), found.tolist(), strict=True)))


if __name__ == "__main__":
    main()
