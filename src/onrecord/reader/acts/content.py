"""What the content shows: the act where the cue leaves it open ("said the allegations were false"), codes, stance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.languages.contents import content_rules
from onrecord.languages.events import event_rules, stance_rules
from onrecord.records import Codes, Stance
from onrecord.register.codes import cameo_codes, codes_of_acts, stances_of_acts

if TYPE_CHECKING:
    from onrecord.languages import Language
    from onrecord.records import Act


def act_of_content(base: Act, cue: str, content: str, language: Language) -> Act:
    """The act of the first rule that fits, else `base`, the act of the cue. `cue` is its lemma."""
    for rule in content_rules(language):
        if rule.bases and base not in rule.bases:
            continue
        if rule.pattern.search(f"{cue}: {content}" if rule.with_cue else content):
            return rule.act
    return base


def codes_of(act: Act, cue: str, content: str, language: Language) -> Codes:
    """The event codes: the first rule that fits, else those of the act by itself."""
    for rule in event_rules(language):
        if act in rule.acts and rule.pattern.search(f"{cue}: {content}"):
            return cameo_codes()[rule.cameo]
    return codes_of_acts()[act]


def stance_of(act: Act, content: str, language: Language) -> Stance:
    """The stance toward the target: the act's, or where that is neutral the first rule's that fits the content."""
    value = stances_of_acts()[act]
    for rule in stance_rules(language):
        if value == 0 and act in rule.acts and rule.pattern.search(content):
            return Stance(rule.value, f"{act}: {rule.name}")
    return Stance(value, f"{act}")
