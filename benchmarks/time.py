"""`python -m benchmarks.time`: expressions of time and their values on MEANTIME, and the words that date gold statements.

The corpus gives words, not texts: they are joined as they would be printed. An expression is found where its words
overlap the gold's (soft) or are the same (exact); it is right in value where, found softly, its TIMEX3 value is the
same. The creation date of an article is given to the reader and left out of the count unless `--with-creation`;
marks without words, which the corpus has where a date is only implied, cannot be found and are left out.
Only the first sentences of an article are annotated; what is found after the last that bears a mark of any kind
does not count. Of the gold articles' statements the words that date them are scored, their spans given.
"""

from __future__ import annotations

import argparse
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.corpora import SHARED
from onrecord.languages import load_language
from onrecord.reader.analysis import analyse
from onrecord.reader.parties.time import find_time
from onrecord.reader.parties.time_expressions import find_times
from onrecord.reader.stages import Attribution
from onrecord.records import Document, Reading, Span
from onrecord.scoring.measures import same_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEANTIME = SHARED / "corpora" / "meantime" / "intra-doc_annotation"
POUND = {"#": "£", "GB#": "GB£"}  # the corpus spells the pound sign as a number sign
ISO = re.compile(r"\d{4}-\d\d-\d\d")
NO_SPACE_BEFORE = re.compile(r"[.,:;!?%)\]’'”]|'s|n't|''")
NO_SPACE_AFTER = re.compile(r".*[$#(\[“£€]|``")


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark of the corpus: its words, its kind and value, and whether it is the article's creation date."""

    span: Span
    kind: str
    value: str
    creation: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """An article's text, its date of creation, its marks of times and of quantities, and where annotation ends."""

    name: str
    document: Document
    times: tuple[Marked, ...]
    quantities: tuple[Marked, ...]
    annotated: int


def read_articles(folder: Path = MEANTIME) -> Iterator[Article]:
    """The articles of MEANTIME, their words joined to a text."""
    for path in sorted(folder.glob("*/*.xml")):
        root = ET.parse(path).getroot()
        text, places = joined(root)
        times = tuple(_marks(root, "TIMEX3", text, places))
        created = next((mark.value for mark in times if mark.creation), "")
        created = created if ISO.fullmatch(created) else _dateline(text)
        values = tuple(_marks(root, "VALUE", text, places))
        yield Article(path.stem, Document(text, published=created), times, values, _annotated(root, places))


def _dateline(text: str) -> str | None:
    """The date in an article's first lines, for the few whose creation date the corpus does not give as one."""
    language = load_language()
    times = find_times(analyse(Document(text[:200]), language), language, None)
    return next((e.value.value for e in times if ISO.fullmatch(e.value.value)), None)


def _annotated(root: ET.Element, places: dict[str, tuple[int, int]]) -> int:
    """Where the last sentence ends that bears a mark of any kind."""
    sentences = {token.get("t_id") or "": int(token.get("sentence") or 0) for token in root.iter("token")}
    last = max(sentences[anchor.get("t_id") or ""] for anchor in root.iter("token_anchor"))
    return max(places[token][1] for token, sentence in sentences.items() if sentence == last)


def joined(root: ET.Element) -> tuple[str, dict[str, tuple[int, int]]]:
    """The text of an article, and where each of its tokens stands. Headline and date are paragraphs of their own."""
    text, places, sentence = "", {}, 0
    for token in root.iter("token"):
        word, number = POUND.get(token.text or "", token.text or ""), int(token.get("sentence") or 0)
        if number != sentence:
            text += "\n\n" if sentence <= 1 else " "
        elif text and not NO_SPACE_BEFORE.fullmatch(word) and not NO_SPACE_AFTER.fullmatch(text.split()[-1]):
            text += " "
        sentence = number
        places[token.get("t_id") or ""] = (len(text), len(text) + len(word))
        text += word
    return text, places


def _marks(root: ET.Element, tag: str, text: str, places: dict[str, tuple[int, int]]) -> Iterator[Marked]:
    for element in root.iter(tag):
        spans = [places[anchor.get("t_id") or ""] for anchor in element.iter("token_anchor")]
        if spans:
            start, end = min(a for a, _ in spans), max(b for _, b in spans)
            creation = element.get("functionInDocument") == "CREATION_TIME"
            value = element.get("value") or ""
            yield Marked(Span(start, end, text[start:end]), element.get("type") or "", value, creation)


def score(found: list[tuple[Span, str]], gold: list[Marked]) -> Counter[str]:
    """Counts of found, wanted, exact, soft and right in value; each mark is matched once, longest overlap first."""
    counts = Counter(found=len(found), wanted=len(gold))
    pairs = sorted(
        ((min(a.end, m.span.end) - max(a.start, m.span.start), i, j)
         for i, (a, _) in enumerate(found) for j, m in enumerate(gold) if a.overlaps(m.span)),
        key=lambda pair: (-pair[0], pair[1:]),
    )  # fmt: skip
    used: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in pairs:
        if i in used[0] or j in used[1]:
            continue
        used[0].add(i)
        used[1].add(j)
        counts["soft"] += 1
        counts["exact"] += found[i][0] == gold[j].span
        counts["value"] += found[i][1] == gold[j].value
    return counts


def f1(counts: Counter[str], measure: str) -> str:
    """Precision, recall and F1 of one measure, in words."""
    right, found, wanted = counts[measure], max(counts["found"], 1), max(counts["wanted"], 1)
    score = 2 * right / (found + wanted)
    return f"{measure:6} precision {right / found:.3f}  recall {right / wanted:.3f}  F1 {score:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--with-creation", action="store_true", help="count the articles' own dates too")
    parser.add_argument("--misses", action="store_true", help="print what differs")
    options = parser.parse_args()
    language, counts = load_language(), Counter[str]()
    for article in read_articles():
        times = find_times(analyse(article.document, language), language, article.document.published)
        gold = [mark for mark in article.times if options.with_creation or not mark.creation]
        own = [mark.span for mark in article.times if mark.creation and not options.with_creation]
        found = [
            (e.span, e.value.value)
            for e in times
            if e.span.end <= article.annotated and not any(e.span.overlaps(span) for span in own)
        ]
        counts += score(found, gold)
        if options.misses:
            print_misses(article, found, gold)
    for measure in ("exact", "soft", "value"):
        print(f1(counts, measure))
    print(f"{counts['found']} found, {counts['wanted']} marked")
    words = score_statements()
    print("words that date gold statements:", f1(words, "right"), f"({words['right']} of {words['wanted']})")


def score_statements(folder: Path = SHARED / "gold" / "develop") -> Counter[str]:
    """Counts of the words that date the statements of the gold articles: found, wanted and right."""
    language, counts = load_language(), Counter[str]()
    for path in sorted(folder.glob("*.json")):
        reading = Reading.from_json(json.loads(path.read_text(encoding="utf-8")))
        analysis = analyse(reading.document, language)
        times = find_times(analysis, language, reading.document.published)
        for one in reading.statements:
            attribution = Attribution(one.source, one.cue, one.content, one.quotation)
            words, _ = find_time(analysis, attribution, language, times)
            counts["found"] += words is not None
            counts["wanted"] += one.time is not None
            counts["right"] += words is not None and same_name(words) == same_name(one.time or "")
    return counts


def print_misses(article: Article, found: list[tuple[Span, str]], gold: list[Marked]) -> None:
    """What was found and not marked, marked and not found, and found with another value."""
    for span, value in found:
        over = [mark for mark in gold if mark.span.overlaps(span)]
        if not over:
            near = article.document.text[max(0, span.start - 30) : span.end + 30].replace("\n", " ")
            print(f"  made up {span.text!r} {value}   ({near})")
        elif all(mark.value != value for mark in over):
            print(
                f"  value   {span.text!r} {value} for {over[0].value} {over[0].span.text!r} ({article.document.published})"
            )
    for mark in gold:
        if not any(mark.span.overlaps(span) for span, _ in found):
            near = article.document.text[max(0, mark.span.start - 30) : mark.span.end + 30].replace("\n", " ")
            print(f"  missed  {mark.span.text!r} {mark.value}   ({near})")


if __name__ == "__main__":
    main()
