"""A reading against gold: which statements are found, and how right their parts are.

>>> from onrecord import scoring
>>> tally = scoring.score(predicted, gold)          # two Readings of the same text
>>> print(scoring.table([tally]))

The measures are those of the annotation guidelines; `scoring.measures` says what each counts.
"""

from onrecord.scoring.counts import Counts, Tally, bootstrap, total
from onrecord.scoring.gold import load_gold
from onrecord.scoring.matching import match
from onrecord.scoring.measures import score
from onrecord.scoring.report import confusion, confusion_table, summary, table

__all__ = [
    "Counts",
    "Tally",
    "bootstrap",
    "confusion",
    "confusion_table",
    "load_gold",
    "match",
    "score",
    "summary",
    "table",
    "total",
]
