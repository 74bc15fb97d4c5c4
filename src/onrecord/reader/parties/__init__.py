"""Stage four: who is meant, for whom they speak, to whom and about whom, when and on what occasion."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.languages.parties import given_names, party_words
from onrecord.reader.parties.addressees import find_addressees
from onrecord.reader.parties.cast import make_cast
from onrecord.reader.parties.occasion import find_occasion
from onrecord.reader.parties.scene import OUTSIDE, Around, Scene, Turn
from onrecord.reader.parties.speakers import find_speakers, head_of, tokens_of
from onrecord.reader.parties.targets import find_targets
from onrecord.reader.parties.time import find_time
from onrecord.reader.parties.time_expressions import find_times
from onrecord.reader.stages import Roles

if TYPE_CHECKING:
    from onrecord.languages import Language
    from onrecord.reader.parties.members import Member
    from onrecord.reader.stages import Analysis, Attribution, Coding
    from onrecord.records import Party
    from onrecord.register import Register

__all__ = ["resolve"]


def resolve(
    analysis: Analysis,
    attributions: tuple[Attribution, ...],
    codings: tuple[Coding, ...],
    language: Language,
    register: Register,
) -> tuple[Roles, ...]:
    """The roles of each attribution, in their order. Who speaks is found first, in text order, an outer statement
    before those inside it; then to whom and about whom.
    """
    if not analysis.doc.has_annotation("DEP"):
        return tuple(Roles() for _ in attributions)  # nothing is parsed, and who is meant cannot be told
    scene = _scene(analysis, language, register)
    times = find_times(analysis, language, analysis.document.published) if attributions else ()
    turns: dict[int, Turn] = {}
    roles: dict[int, Roles] = {}
    for index in _order(attributions):
        turn = _turn(scene, attributions, codings, index, turns)
        addressees, heard = find_addressees(scene, turn)
        targets = find_targets(scene, turn)
        turns[index] = replace(turn, targets=targets, heard=heard)
        scene.turns.append(turns[index])
        time, said_at = find_time(analysis, attributions[index], language, times)
        roles[index] = Roles(
            _parties(turn.speakers), _parties(addressees), _parties(targets), time=time, said_at=said_at,
            occasion=find_occasion(analysis, attributions[index], language),
        )  # fmt: skip
    return tuple(roles[index] for index in range(len(attributions)))


def _scene(analysis: Analysis, language: Language, register: Register) -> Scene:
    doc, words = analysis.doc, party_words(language)
    cast = make_cast(doc, register, words, given_names(language), analysis.document.published)
    quotation_of, sentence_of = [-1] * len(doc), [0] * len(doc)
    for number, quotation in enumerate(analysis.quotations):
        for token in doc.char_span(quotation.start, quotation.end, alignment_mode="expand") or ():
            if quotation.depth == 0:
                quotation_of[token.i] = number
    number = 0
    for token in doc:
        number += bool(token.is_sent_start) and not token.is_space
        sentence_of[token.i] = number
    return Scene(doc, cast, words, quotation_of, sentence_of)


def _order(attributions: tuple[Attribution, ...]) -> list[int]:
    """The attributions' numbers by where their cue stands, each behind the one that contains it."""
    starts = [a.cue[0].start if a.cue else a.content[0].start if a.content else 0 for a in attributions]
    done: dict[int, None] = {}

    def place(index: int, depth: int = 0) -> None:
        outer = attributions[index].inside
        if outer is not None and outer not in done and depth < len(attributions):
            place(outer, depth + 1)
        done[index] = None

    for index in sorted(range(len(attributions)), key=lambda index: starts[index]):
        place(index)
    return list(done)


def _turn(
    scene: Scene, attributions: tuple[Attribution, ...], codings: tuple[Coding, ...], index: int, turns: dict[int, Turn]
) -> Turn:
    attribution = attributions[index]
    around = OUTSIDE
    outer = turns.get(attribution.inside) if attribution.inside is not None else None
    if outer is not None:
        around = Around(outer.speakers, quoted=outer.attribution.quotation == "direct")
    cues = [token for span in attribution.cue for token in tokens_of(scene, span)]
    head = min(cues, key=lambda token: (len(list(token.ancestors)), token.i), default=None)
    start = head.i if head is not None else 0
    speakers = find_speakers(scene, attribution.source, around)
    return Turn(attribution, codings[index].act, start, head, speakers, source=head_of(scene, attribution.source))


def _parties(members: tuple[Member, ...]) -> tuple[Party, ...]:
    return tuple(dict.fromkeys(member.party() for member in members))
