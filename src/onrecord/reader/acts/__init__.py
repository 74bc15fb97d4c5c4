"""Stage three: attributions to the acts they are, with codes and quantities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.languages.polarity import polarity
from onrecord.reader.acts.content import act_of_content
from onrecord.reader.acts.cue import read_cue
from onrecord.reader.acts.polarity import is_hypothetical, is_negated
from onrecord.reader.stages import Coding
from onrecord.records import Codes

if TYPE_CHECKING:
    from onrecord.languages import Language
    from onrecord.reader.acts.cue import ReadCue
    from onrecord.reader.stages import Analysis, Attribution
    from onrecord.records import Act

__all__ = ["code"]


def code(analysis: Analysis, attributions: tuple[Attribution, ...], language: Language) -> tuple[Coding, ...]:
    """One coding for each attribution, in their order."""
    return tuple(_code(analysis, attribution, language) for attribution in attributions)


def _code(analysis: Analysis, attribution: Attribution, language: Language) -> Coding:
    cue = read_cue(analysis, attribution, language)
    negated = cue is not None and is_negated(cue.head, language)
    hypothetical = cue is not None and is_hypothetical(cue.head, language)
    act = find_act(cue, attribution, language, negated=negated)
    return Coding(act, negated=negated, hypothetical=hypothetical, codes=Codes())


def find_act(cue: ReadCue | None, attribution: Attribution, language: Language, *, negated: bool) -> Act:
    """The act by cue and content; `state` where nothing shows. A negated cue does what negation makes of it."""
    base: Act = cue.row.act if cue and cue.row else "state"
    act = act_of_content(base, cue.words if cue else "", attribution.content, language)
    return polarity(language).negated.get(act, act) if negated and act == base else act
