"""Who else finds statements, measured by the same scorer on the same articles: textacy's quotations, and a parse with a
list of verbs, as newsroom trackers do it.

    python -m benchmarks.peers [--format json] [PATH ...]

Without a path: the annotated articles and PolNeAR dev. On standoff gold onrecord's tagger is measured as it marks, with
whole verb groups as cues, since the corpus marks them so; the peers' cues are single words, for which a match asks no
more than that they meet.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.corpora import SHARED
from onrecord import read, scoring
from onrecord.languages import load_language
from onrecord.reader import read_marked
from onrecord.reader.analysis.parser import load_parser
from onrecord.records import Document, Reading, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Doc, Token

# The verbs that say no more than that somebody said something; the lists of published quotation trackers are of this size.
VERBS = frozenset(
    [
        "say",
        "tell",
        "add",
        "announce",
        "argue",
        "assert",
        "claim",
        "comment",
        "confirm",
        "declare",
        "deny",
        "describe",
        "estimate",
        "explain",
        "insist",
        "maintain",
        "mention",
        "note",
        "observe",
        "point",
        "predict",
        "promise",
        "recall",
        "remark",
        "reply",
        "report",
        "respond",
        "reveal",
        "state",
        "stress",
        "suggest",
        "testify",
        "think",
        "tweet",
        "warn",
        "write",
        "acknowledge",
        "admit",
        "accuse",
        "allege",
        "believe",
        "ask",
        "call",
        "caution",
        "complain",
        "concede",
        "conclude",
        "emphasise",
        "emphasize",
    ]
)
MEASURES = ("statements", "statements direct", "statements mixed", "statements indirect", "content words", "source words",
            "content exact", "source")  # fmt: skip


def main() -> int:
    """Prints a table a corpus, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "paths", nargs="*", type=Path, default=[SHARED / "gold/develop", SHARED / "corpora/polnear/dev"]
    )
    parser.add_argument("--format", choices=("table", "json"), default="table")
    options = parser.parse_args()
    missing = [path for path in options.paths if not path.exists()]
    if missing:
        print(f"no gold at {missing[0]}: set ONRECORD_SHARED or name a path; nothing was measured", file=sys.stderr)
        return 1
    found = {"/".join(path.parts[-2:]): measure(path) for path in options.paths}
    if options.format == "json":
        print(json.dumps(found, indent=1))
        return 0
    for corpus, rows in found.items():
        print(
            f"\n{corpus}: F1 (source: share right of the matched)\n{'':<24}"
            + "".join(f"{n[-16:]:>18}" for n in MEASURES)
        )
        for name, row in rows.items():
            print(f"{name:<24}" + "".join(f"{row[measure]:>18.3f}" for measure in MEASURES))
    return 0


def measure(path: Path) -> dict[str, dict[str, float]]:
    """F1 of each measure by contender, over one corpus."""
    golds = list(scoring.load_gold(path))
    standoff = any(gold.spans_only for gold in golds)
    contenders: dict[str, Callable[[Document], Reading]] = {"onrecord": read}
    if standoff:
        contenders = {"onrecord, as tagged": read_marked, "onrecord": read}
    contenders["parse and verb list"] = read_by_verbs
    if find_spec("textacy"):
        contenders["textacy quotations"] = read_by_textacy
    return {name: scores(reader, golds) for name, reader in contenders.items()}


def scores(reader: Callable[[Document], Reading], golds: list[Any]) -> dict[str, float]:
    """F1 of each measure of one reader; a text that several annotators marked is read once."""
    readings: dict[str, Reading] = {}
    tallies = []
    for gold in golds:
        document = gold.reading.document
        if document.text not in readings:
            readings[document.text] = reader(document)
        tallies.append(scoring.score(readings[document.text], gold.reading, spans_only=True))
    counts = scoring.total(tallies).counts
    return {name: round(counts[name].f1 or 0.0, 4) for name in MEASURES}


def parse(text: str) -> Doc:
    """The parse that all contenders work on."""
    return load_parser(load_language())(text)


def read_by_textacy(document: Document) -> Reading:
    """Textacy's direct quotations as statements."""
    doc = parse(document.text)
    found = []
    for quote in textacy_quotations(doc):
        speaker, cue = list(quote.speaker), list(quote.cue)
        source = (speaker[0].idx, speaker[-1].idx + len(speaker[-1])) if speaker else None
        found.append(
            (source, (cue[0].idx, cue[-1].idx + len(cue[-1])), (quote.content.start_char, quote.content.end_char))
        )
    return reading(document, found)


def textacy_quotations(doc: Doc) -> list[Any]:
    """What textacy finds; nothing where it bails out at an odd number of marks."""
    from textacy.extract import direct_quotations

    try:
        return list(direct_quotations(doc))
    except ValueError:
        return []


def read_by_verbs(document: Document) -> Reading:
    """Verbs of the list with their subject and clause; "according to" too."""
    doc = parse(document.text)
    return reading(document, [*by_verbs(doc), *by_according(doc)])


def by_verbs(doc: Doc) -> Iterator[tuple[Any, Any, Any]]:
    """Source, cue and content ranges of each verb of the list that has a clause."""
    for token in doc:
        if token.lemma_.lower() not in VERBS or token.pos_ != "VERB":
            continue
        subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
        clause = next((child for child in token.children if child.dep_ in {"ccomp", "xcomp", "dobj"}), None)
        if subject is not None and clause is not None:
            yield extent(subject), (token.idx, token.idx + len(token)), extent(clause)


def by_according(doc: Doc) -> Iterator[tuple[Any, Any, Any]]:
    """Source, cue and content ranges of each "according to"."""
    for token in doc[:-1]:
        if token.lower_ == "according" and doc[token.i + 1].lower_ == "to":
            named = [child for child in doc[token.i + 1].children if child.dep_ == "pobj"]
            sentence = token.sent
            content = (sentence.start_char, token.idx) if token.i > sentence.start else None
            if named:
                source = extent(named[0])
                content = content or (source[1], sentence.end_char)
                yield source, (token.idx, doc[token.i + 1].idx + 2), content


def extent(token: Token) -> tuple[int, int]:
    """The characters of a token's subtree."""
    return token.left_edge.idx, token.right_edge.idx + len(token.right_edge)


def reading(document: Document, found: list[tuple[Any, Any, Any]]) -> Reading:
    """A reading with spans only."""

    def span(pair: tuple[int, int]) -> Span:
        return Span(*pair, document.text[pair[0] : pair[1]])

    statements = tuple(
        Statement(f"s{n}", span(source) if source else None, (span(cue),), (span(content),), "indirect", "state")
        for n, (source, cue, content) in enumerate(found, 1)
        if content[0] < content[1]
    )
    return Reading(document, statements, ())


if __name__ == "__main__":
    sys.exit(main())
