"""A timeline for a page: Vega-Lite's drawing, in which each bar leads somewhere. Needs the extra `onrecord[pictures]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree
from markupsafe import Markup

from onrecord.exports.specifications import HEIGHT, WIDTH, timeline_specification
from onrecord.exports.vega import drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from onrecord.exports.charts import Chart


def bars(chart: Chart, href: Callable[[str], str], within: Collection[str] = (), *, brush: bool = False) -> Markup:
    """The chart as SVG to stand in a page. The whole room of each period that has statements is one link to what `href` says,
    named by what the bar counts; those `within` the span of time that is looked at are marked; with `brush` a script may
    let a reader draw a span. Colours are the style sheet's. Of an empty chart there is nothing.
    """
    if not chart.bars:
        return Markup()
    group = etree.fromstring(drawn(timeline_specification(chart)))
    [columns] = group.findall(".//g[@class='columns']")
    for bar, column in zip(chart.bars, list(columns), strict=True):
        current = bar.period in within
        column.set("class", "column in" if current else "column")
        column.set("data-period", bar.period)
        if bar.total:
            link = etree.Element("a", {"href": href(bar.period), "data-period": bar.period, "aria-label": bar.told})
            if current:
                link.set("aria-current", "true")
            columns.replace(column, link)
            link.append(column)
    whole = etree.Element("svg", {
        "class": "chart brush" if brush else "chart", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "group",
        "aria-label": "Statements over time",
    })  # fmt: skip
    whole.append(group)
    return Markup(etree.tostring(whole, encoding="unicode"))  # noqa: S704 - the library escapes
