"""Stage three: attributions to the acts they are, with codes and quantities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.languages.polarity import polarity
from onrecord.reader.acts.content import act_of_content, codes_of, stance_of
from onrecord.reader.acts.cue import read_cue
from onrecord.reader.acts.negation import is_hypothetical, is_negated
from onrecord.reader.acts.quantities import find_quantities
from onrecord.reader.stages import Coding
from onrecord.records import Codes, Stance

if TYPE_CHECKING:
    from onrecord.languages import Language
    from onrecord.reader.acts.cue import ReadCue
    from onrecord.reader.stages import Analysis, Attribution
    from onrecord.records import Act, Span

__all__ = ["code"]

LONGEST = 1200  # characters of a content that are looked at


def code(analysis: Analysis, attributions: tuple[Attribution, ...], language: Language) -> tuple[Coding, ...]:
    """One coding for each attribution, in their order; the act is `state` where nothing shows another."""
    return tuple(_code(analysis, attribution, attributions, language) for attribution in attributions)


def _code(
    analysis: Analysis, attribution: Attribution, attributions: tuple[Attribution, ...], language: Language
) -> Coding:
    cue = read_cue(analysis, attribution, language)
    words = cue.words if cue else ""
    content = own_words(attribution, attributions)
    negated = cue is not None and is_negated(cue.head, language)
    hypothetical = cue is not None and is_hypothetical(cue.head, language)
    act = find_act(cue, content, language, negated=negated)
    unreal = hypothetical or (negated and act == _base(cue))
    # What was not said, or only might be, is no event and takes no side.
    codes = Codes() if unreal else codes_of(act, words, content, language)
    stance = Stance(0, "unreal") if unreal else stance_of(act, content, language)
    quantities = find_quantities(analysis, attribution, language)
    return Coding(act, negated, hypothetical, codes, quantities, stance)


def find_act(cue: ReadCue | None, content: str, language: Language, *, negated: bool) -> Act:
    """The act by cue and content; `state` where nothing shows. A negated cue does what negation makes of it."""
    base = _base(cue)
    act = act_of_content(base, cue.words if cue else "", content, language)
    if not negated:
        return act
    turned = polarity(language).negated
    # "did not say that X is false" denies nothing; a content's own act goes with its cue.
    return turned.get(act, act) if act == base or base in turned else base


def _base(cue: ReadCue | None) -> Act:
    return cue.row.act if cue and cue.row else "state"


def own_words(attribution: Attribution, attributions: tuple[Attribution, ...]) -> str:
    """The content as one text, without what others are reported to say in it: that is their act, not this one's."""
    nested = [
        span
        for other in attributions
        if other is not attribution and other.cue and _within(other.cue[0], attribution)
        for span in other.content
    ]
    return " ".join(_without(span, nested) for span in attribution.content)[:LONGEST]


def _without(span: Span, nested: list[Span]) -> str:
    """The span's text with the nested ones cut out."""
    pieces, at = [], span.start
    for inner in sorted(nested):
        if at <= inner.start < span.end:
            pieces.append(span.text[at - span.start : inner.start - span.start])
            at = min(inner.end, span.end)
    return "".join((*pieces, span.text[at - span.start :]))


def _within(span: Span, attribution: Attribution) -> bool:
    return any(outer.start <= span.start and span.end <= outer.end for outer in attribution.content)
