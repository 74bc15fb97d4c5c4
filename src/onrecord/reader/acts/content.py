"""The act that the content shows where the cue leaves it open ("said the allegations were false")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.languages.contents import content_rules

if TYPE_CHECKING:
    from onrecord.languages import Language
    from onrecord.records import Act, Span

LONGEST = 1200  # characters of content that are looked at


def act_of_content(base: Act, cue: str, content: tuple[Span, ...], language: Language) -> Act:
    """The act of the first rule that fits, else `base`, the act of the cue. `cue` is its lemma."""
    text = " ".join(span.text for span in content)[:LONGEST]
    for rule in content_rules(language):
        if rule.bases and base not in rule.bases:
            continue
        if rule.pattern.search(f"{cue}: {text}" if rule.with_cue else text):
            return rule.act
    return base
