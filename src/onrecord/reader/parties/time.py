"""When a statement was made: the words that date it, and the interval that they name against the publication date."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.languages import Language
    from onrecord.reader.stages import Analysis, Attribution
    from onrecord.records import Interval


def find_time(
    analysis: Analysis, attribution: Attribution, language: Language, published: str | None
) -> tuple[str | None, Interval | None]:
    """The words in the reporting clause that date the statement, and their interval.

    `published` is an ISO 8601 date or None. Both are None where no words stand by it; the interval also where the
    words need a publication date and there is none.
    """
    del analysis, attribution, language, published
    return None, None
