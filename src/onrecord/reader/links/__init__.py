"""Stage five: which statement answers, repeats or details which, within an article and across articles.

`link` finds an article's links. `judge` tells of any two statements whether one answers the other; `judge_across` the
same of statements of different articles, in either order; `same_quotation` whether two report the same words, and
`signature` gives the keys by which an index finds those, `fingerprint` what copies of one report share.
"""

from onrecord.reader.links.across import Told, judge_across
from onrecord.reader.links.article import link
from onrecord.reader.links.features import Place, Setting, rarity_of
from onrecord.reader.links.judging import judge
from onrecord.reader.links.quotations import fingerprint, same_quotation, signature
from onrecord.reader.links.views import View, view

__all__ = [
    "Place", "Setting", "Told", "View", "fingerprint", "judge", "judge_across", "link", "rarity_of", "same_quotation",
    "signature", "view",
]  # fmt: skip
