"""`python -m training.links.rarity [--write]`: how much each stem tells, from the sentences of news.

A stem's weight is as `onrecord.reader.links.rarity_of` has it: 3 for one in a single sentence, less for commoner ones. It is shipped
as a fixed table, so that what a ledger links does not depend on what else it holds.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

from benchmarks.pairs.corpus import polnear_texts, wikinews_texts
from onrecord.languages import load_language
from onrecord.languages.links import reply_words
from onrecord.reader.links import rarity_of
from onrecord.reader.links.views import WORD, stem

SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])|\n+")
MOST = 2.4  # weight from which a stem is as good as unknown, and is left out
HEADER = """\
# How much a stem (the first five letters of a word) tells where two contents share it, 0 to 3: 3 for one in a single sentence.
# A stem that is not here tells as much as any: it is rare. Function words, which are left out of contents, are not here either.
# origin: counts over the sentences of PolNeAR train and Wikinews by `python -m training.links.rarity --write`. licence: Apache-2.0
# stem	weight
"""


def main() -> None:
    """Counts, and prints or writes the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    language = load_language()
    function = reply_words(language).function
    counts: Counter[str] = Counter()
    total = 0
    for _, document in (*polnear_texts(), *wikinews_texts()):
        for sentence in SENTENCE.split(document.text):
            words = (word.casefold() for word in WORD.findall(sentence))
            counts.update({stem(word) for word in words if word not in function})
            total += 1
    weights = {one: weight for one, weight in rarity_of(counts, total).items() if one and weight < MOST}
    rows = [f"{one}\t{weight:.2f}\n" for one, weight in sorted(weights.items())]
    print(f"{total} sentences, {len(counts)} stems, {len(rows)} of them common")
    if options.write and language.folder:
        Path(language.folder, "stems.tsv").write_text(HEADER + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
