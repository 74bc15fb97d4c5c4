"""Stage five: which statement answers, repeats or details which, within an article and across articles.

`link` finds an article's links; `judge` tells of any two statements whether one answers the other.
"""

from onrecord.reader.links.article import link
from onrecord.reader.links.features import Place, Setting
from onrecord.reader.links.judging import judge
from onrecord.reader.links.views import View, view

__all__ = ["Place", "Setting", "View", "judge", "link", "view"]
