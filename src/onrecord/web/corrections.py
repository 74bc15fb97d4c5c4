"""From a correction as people write it (names and words) to the fields that change (parties and spans)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from onrecord.errors import RecordError
from onrecord.records import Party, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.records import Link, Statement
    from onrecord.web.parameters import CorrectionForm

BETWEEN = " … "


def parties_words(parties: Iterable[Party]) -> str:
    """Parties as a form shows them: `Wang Yi (CHN); NATO`."""
    return "; ".join(f"{party.name} ({party.for_})" if party.for_ else party.name for party in parties)


def spans_words(spans: Iterable[Span]) -> str:
    """Spans as a form shows them, ` … ` between two."""
    return BETWEEN.join(span.text for span in spans)


def links_words(links: Iterable[Link]) -> str:
    """What a statement answers as a form shows it: `rebuts st:0a1b; repeats st:2c3d`."""
    return "; ".join(f"{link.type} {link.to}" for link in links)


def correction_of(form: CorrectionForm, now: Statement, links: Iterable[Link], text: str) -> dict[str, Any]:
    """The fields in which a form differs from a statement and its links. Raises RecordError where words are not in the
    article, or nothing differs.
    """
    changed: dict[str, Any] = {}
    if form.act != now.act:
        changed["act"] = form.act
    if form.negated != now.negated:
        changed["negated"] = form.negated
    for name in ("speakers", "addressees", "targets"):
        before: tuple[Party, ...] = getattr(now, name)
        if _plain(getattr(form, name)) != _plain(parties_words(before)):
            changed[name] = [party.to_json() for party in _parties(getattr(form, name), before)]
    source = (now.source,) if now.source else ()
    for name, spans in (("source", source), ("cue", now.cue), ("content", now.content)):
        if _plain(getattr(form, name)) != _plain(spans_words(spans)):
            found = _spans(getattr(form, name), spans or now.spans, text)
            changed[name] = found if name != "source" else found[0] if found else None
    if _plain(form.links) != links_words(links):
        pairs = (piece.split() for piece in form.links.split(";") if piece.strip())
        changed["links"] = [{"type": words[0], "to": words[-1]} for words in pairs]
    if not changed:
        raise RecordError("nothing differs from what is there: change a field, or accept the statement as it is")
    return changed


def _parties(words: str, before: tuple[Party, ...]) -> list[Party]:
    """Parties by name and code; those known before keep their ids."""
    known = {parties_words([party]): party for party in before}
    found = []
    for piece in filter(None, (piece.strip() for piece in words.split(";"))):
        name, _, code = piece.removesuffix(")").rpartition("(")
        coded = piece.endswith(")") and name.strip() and code and not set(code) & set("()")
        found.append(known.get(piece, Party(name.strip(), code) if coded else Party(piece)))
    return found


def _spans(words: str, near: tuple[Span, ...], text: str) -> list[dict[str, Any]]:
    """Where the words stand in the article, nearest to where they stood before."""
    start = min((span.start for span in near), default=0)
    found = []
    for piece in filter(None, (piece.strip() for piece in words.split(BETWEEN.strip()))):
        pattern = re.compile(r"\s+".join(map(re.escape, piece.split())))
        places = list(pattern.finditer(text))
        if not places:
            raise RecordError(f"“{piece[:80]}” does not stand in the article: copy its words as they are there")
        place = min(places, key=lambda match: abs(match.start() - start))
        found.append({"start": place.start(), "end": place.end()})
    return found


def _plain(words: str) -> str:
    return " ".join(words.split())
