"""Words a second of the whole reading beside spaCy's own parse of the same articles, in one run, one thread each.

    python -m benchmarks.speed [--articles 60] [--rounds 5]

The contenders take turns, round by round, so that a change of the machine's speed hits all of them; a ratio is taken
within a round, and the spread is over rounds. Memory and start-up are each a process of its own.
"""

from __future__ import annotations

import argparse
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # before numpy is loaded, which reads them once

import statistics
import subprocess
import sys
import time
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from benchmarks.corpora import articles

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.records import Document

READ_ONE = (
    "import onrecord, time; began = time.perf_counter(); onrecord.read('Ana Ruiz denied the claims.');"
    "ready = time.perf_counter() - began;"
    "from benchmarks.corpora import articles; list(onrecord.read_many(articles({articles})));"
    "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'));"  # ru_maxrss counts the parent's too
    "print(ready, int(peak.split()[1]) / 1024)"
)


def main() -> None:
    """Prints words a second, ratios with their spread, the stages' shares, start-up and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    documents = articles(options.articles)
    words = sum(len(document.text.split()) for document in documents)
    rounds = time_rounds(documents, options.rounds)
    print(f"{len(documents)} articles, {words:,} words, {options.rounds} rounds, one thread")
    for name, seconds in rounds.items():
        ratios = [own / spacy for own, spacy in zip(seconds, rounds["spaCy parse"], strict=True)]
        spread = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        print(f"{name:<22}{words / statistics.median(seconds):>10,.0f} words/s   {spread} of spaCy's parse")
    for stage, share in stage_shares(documents).items():
        print(f"  {stage:<20}{share:>9.1%}")
    ready, memory = start_up(options.articles)
    print(f"first reading after {ready:.1f} s, memory at most {memory:.0f} MB")


def contenders() -> dict[str, Callable[[list[Document]], object]]:
    """What is timed, by name; textacy only where it is installed."""
    from onrecord import read_many
    from onrecord.languages import load_language

    package = next(name for name in load_language().parsers if find_spec(name))
    parser = import_module(package).load()  # as it ships, with all of its parts
    found: dict[str, Callable[[list[Document]], object]] = {
        "spaCy parse": lambda documents: list(parser.pipe(document.text for document in documents)),
        "onrecord read": lambda documents: list(read_many(documents)),
    }
    found |= parts()
    if find_spec("textacy"):
        from benchmarks.peers import textacy_quotations

        found["textacy quotations"] = lambda documents: [
            textacy_quotations(doc) for doc in parser.pipe(document.text for document in documents)
        ]
    return found


def parts() -> dict[str, Callable[[list[Document]], object]]:
    """The two parts of the reading that no rule of ours can make quicker: the parse as we run it, and the tagger's network."""
    from onrecord.languages import load_language
    from onrecord.reader.analysis import analyse_many
    from onrecord.reader.attribution.tagger import load_tagger, score_words
    from onrecord.reader.attribution.windows import Encoded, Words, encode, words_of

    language = load_language()
    if language.model is None:
        return {}
    model = load_tagger(language.model)
    known: list[tuple[Words, Encoded]] = []

    def network(documents: list[Document]) -> object:
        if not known:  # in the round that is not counted
            words = [words_of(analysis.doc) for analysis in analyse_many(documents, language)]
            known.extend((one, encode(one, model.tokenizer, model.vocabulary)) for one in words)
        return [score_words(model.run, *one, model.sizes) for one in known]

    return {"analyse alone": lambda documents: list(analyse_many(documents, language)), "network alone": network}


def time_rounds(documents: list[Document], rounds: int) -> dict[str, list[float]]:
    """Seconds of each contender, a figure a round, after one round that is not counted."""
    runners = contenders()
    seconds: dict[str, list[float]] = {name: [] for name in runners}
    for number in range(rounds + 1):
        for name, run in runners.items():
            began = time.perf_counter()
            run(documents)
            if number:
                seconds[name].append(time.perf_counter() - began)
    return seconds


def stage_shares(documents: list[Document]) -> dict[str, float]:
    """How the time of the reading divides over its stages."""
    from onrecord import reader
    from onrecord.languages import load_language
    from onrecord.register import load_register

    language, register = load_language(), load_register()
    spent = dict.fromkeys(("analyse", "attribute", "code", "resolve", "link"), 0.0)

    def timed(stage: str, call: Callable[[], object]) -> object:
        began = time.perf_counter()
        result = call()
        spent[stage] += time.perf_counter() - began
        return result

    analyses = timed("analyse", lambda: list(reader.analyse_many(documents, language)))
    for analysis in analyses:  # type: ignore[attr-defined]
        attributions = timed("attribute", lambda a=analysis: reader.attribute(a, language))
        codings = timed("code", lambda a=analysis, b=attributions: reader.code(a, b, language))
        roles = timed(
            "resolve", lambda a=analysis, b=attributions, c=codings: reader.resolve(a, b, c, language, register)
        )
        statements = reader.make_statements(attributions, codings, roles)  # type: ignore[arg-type]
        timed("link", lambda a=analysis, s=statements: reader.link(a, s, language))
    whole = sum(spent.values())
    return {stage: seconds / whole for stage, seconds in spent.items()}


def start_up(count: int) -> tuple[float, float]:
    """Seconds until the first reading, and the most memory in MB over all articles, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", READ_ONE.format(articles=count)], capture_output=True, text=True, check=True
    )
    ready, memory = done.stdout.split()
    return float(ready), float(memory)


if __name__ == "__main__":
    main()
