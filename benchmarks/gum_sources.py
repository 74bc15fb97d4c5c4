"""Pronouns and names that are sources in GUM's news and interviews, resolved, beside a baseline.

    python -m benchmarks.gum_sources [-v] [--half dev|test|all]

A source is the subject of a verb that reports (`cues.tsv`) and in GUM's coreference one of a chain that has a name.
It is right, for us and the baseline alike, where a word of the name found is the first or last of a name in its chain.
The baseline takes for a pronoun the nearest person before it, by the parser's entities; for a name the name itself, which
is right by definition. Documents alternate between the halves by name. The rules were set while looking at both halves,
so that neither is held out.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.corpora import SHARED
from onrecord import reader
from onrecord.languages import load_language
from onrecord.languages.cues import cues
from onrecord.reader.analysis import analyse
from onrecord.reader.stages import Attribution
from onrecord.records import Document, Span
from onrecord.register import load_register

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.reader.stages import Analysis

PRONOUNS = frozenset({"he", "she", "they", "it"})
GROUP = re.compile(r"(\()?(\d+)(\))?")  # a mention's chain, opened before and closed behind


@dataclass(slots=True)
class Word:
    """A token of GUM with its place in the text, its head's number, and the chains that it is the head of."""

    text: str
    lemma: str
    tag: str
    head: int
    relation: str
    start: int
    chains: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Source:
    """A source with its cue, and the last words of the names in its chain."""

    span: Span
    cue: Span
    pronoun: bool
    names: frozenset[str]


def main() -> None:
    """Prints how many sources are right, of names and pronouns, beside the baseline."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("--half", choices=("dev", "test", "all"), default="all")
    options = parser.parse_args()
    files = sorted((SHARED / "corpora" / "gum" / "coref").glob("*.conllu"))
    files = [
        f for number, f in enumerate(files) if options.half == "all" or (number % 2 == 0) == (options.half == "dev")
    ]
    counts: Counter[tuple[str, str]] = Counter()
    for file in files:
        text, words = read_words(file)
        measure(file.stem, text, find_sources(text, words), counts, verbose=options.verbose)
    for kind in ("pronoun", "name"):
        of = counts[kind, "all"]
        for who in ("right", "baseline"):
            print(f"{kind:<9}{who:<10}{counts[kind, who] / max(of, 1):.3f}   {counts[kind, who]} of {of}")


def read_words(file: Path) -> tuple[str, list[list[Word]]]:
    """The text of a document, a paragraph a line, and its sentences."""
    text, sentences, opened = "", [], []
    for block in file.read_text(encoding="utf-8").split("\n\n"):
        if "# newpar" in block and text:
            text = text.rstrip() + "\n"
        sentence: list[Word] = []
        ranges: list[tuple[int, int, int]] = []
        opened.clear()
        for line in block.splitlines():
            cells = line.split("\t")
            if line.startswith("#") or not cells[0].isdigit():
                continue
            sentence.append(Word(cells[1], cells[2], cells[4], int(cells[6]), cells[7], len(text)))
            text += cells[1] + ("" if "SpaceAfter=No" in cells[9] else " ")
            follow_groups(cells[9], len(sentence), opened, ranges)
        for chain, first, last in ranges:
            for number in range(first, last + 1):
                if not first <= sentence[number - 1].head <= last:
                    sentence[number - 1].chains.append(chain)
                    break
        if sentence:
            sentences.append(sentence)
    return text, sentences


def follow_groups(cell: str, number: int, opened: list[tuple[int, int]], ranges: list[tuple[int, int, int]]) -> None:
    """Opens and closes the mentions that the cell marks: "Entity=(3(4)5)"."""
    entity = next((part[7:] for part in cell.split("|") if part.startswith("Entity=")), "")
    for opening, chain, closing in GROUP.findall(entity):
        if opening:
            opened.append((int(chain), number))
        if closing:
            item = next(item for item in reversed(opened) if item[0] == int(chain))
            opened.remove(item)
            ranges.append((*item, number))


def find_sources(text: str, sentences: list[list[Word]]) -> list[Source]:
    """The pronouns and names that are subjects of reporting verbs and have a name in their chain."""
    lexicon = cues(load_language())
    names: dict[int, set[str]] = {}
    for sentence in sentences:
        for word in sentence:
            if word.tag in {"NNP", "NNPS"}:
                for chain in word.chains:
                    names.setdefault(chain, set()).update(family(word, sentence))
    found = []
    for sentence in sentences:
        for word in sentence:
            verb = sentence[word.head - 1] if word.head else None
            if verb is None or word.relation != "nsubj" or not verb.tag.startswith("V"):
                continue
            chain = next((c for c in word.chains if c in names), None)
            pronoun = word.text.lower() in PRONOUNS
            if (
                chain is None
                or not (pronoun or word.tag in {"NNP", "NNPS"})
                or not lexicon.starting(verb.lemma, "verb")
            ):
                continue
            found.append(Source(span(text, word), span(text, verb), pronoun, frozenset(names[chain])))
    return found


def family(head: Word, sentence: list[Word]) -> set[str]:
    """The last words that a name may be called by: GUM's head of a person's name is its first word."""
    parts = [w for w in sentence if w.relation == "flat" and sentence[w.head - 1] is head]
    return {head.text.casefold(), *(part.text.casefold() for part in parts[-1:])}


def span(text: str, word: Word) -> Span:
    """The word's place in the text."""
    return Span(word.start, word.start + len(word.text), text[word.start : word.start + len(word.text)])


def measure(name: str, text: str, sources: list[Source], counts: Counter[tuple[str, str]], *, verbose: bool) -> None:
    """Counts a document's sources."""
    language = load_language()
    analysis = analyse(Document(text), language)
    attributions = tuple(Attribution(s.span, (s.cue,), (), "indirect") for s in sources)
    codings = reader.code(analysis, attributions, language)
    roles = reader.resolve(analysis, attributions, codings, language, load_register())
    for source, role in zip(sources, roles, strict=True):
        kind = "pronoun" if source.pronoun else "name"
        found = role.speakers[0].name if role.speakers else ""
        simple = nearest_person(analysis, source) if source.pronoun else source.span.text
        right = bool(parts(found) & source.names)
        counts[kind, "all"] += 1
        counts[kind, "right"] += right
        counts[kind, "baseline"] += bool(parts(simple) & source.names)
        if verbose and not right:
            around = text[max(0, source.span.start - 160) : source.cue.end].replace("\n", " ¶ ")
            print(f"{name}: {found or '-'} for {'/'.join(sorted(source.names))}: ...{around}")


def nearest_person(analysis: Analysis, source: Source) -> str:
    """The nearest person before, by the parser's entities."""
    found = [e.text for e in analysis.doc.ents if e.label_ == "PERSON" and e.end_char <= source.span.start]
    return found[-1] if found else ""


def parts(name: str) -> set[str]:
    """The words of a name, to compare."""
    return {part.removesuffix("'s").removesuffix("’s").casefold() for part in name.split()}


if __name__ == "__main__":
    main()
