"""Pictures as SVG: a thread. The same for the same input, and no larger than LARGEST bytes however much there is: what is left
out is counted in the picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.exports.acts import LINK_WORDS, family_of, sign_of
from onrecord.exports.drawing import COLUMN, HEADER, MARGIN, WIDTH, group, path, picture, rect, text, wrapped
from onrecord.exports.words import STATUS_WORDS, act_words, day, fold_repeats, shortened, who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.ledger import Entry, Thread, ThreadItem

LARGEST = 500_000  # bytes
CARDS = 100  # statements of a thread that are drawn
_INDENT, _DEEPEST, _GAP = 30, 8, 12  # of a thread's cards


def thread_picture(thread: Thread) -> str:
    """A thread as a tree: each statement in its speaker's words under the one it answers, those side by side in time order.
    What only repeats a statement is counted on its card.
    """
    rows, again = _tree(thread)
    parts: list[str] = []
    feet: dict[str, tuple[float, float]] = {}  # where the lines to a card's answers begin
    y: float = HEADER
    for item, under in rows[:CARDS]:
        x = MARGIN + _INDENT * min(item.depth, _DEEPEST)
        card, height = _card(item, again.get(item.entry.id, 0), WIDTH - MARGIN - x)
        if under in feet:
            left, foot = feet[under]
            turn = f"M{left} {foot}V{y + 18}H{x}" if left < x else f"M{x - 8} {y - _GAP}V{y + 18}H{x}"
            parts.append(path(turn, dashed=item.type == "details"))
        parts.append(group(card, x=x, y=y))
        feet[item.entry.id] = (x + 14, y + height)
        y += height + _GAP
    if len(rows) > CARDS:
        parts.append(text(MARGIN, y + 16, f"and {len(rows) - CARDS} statements more", "soft"))
        y += 28
    told = f"{len(rows)} statement{'s' * (len(rows) != 1)}" + (f", {sum(again.values())} repeated" if again else "")
    status = STATUS_WORDS[thread.status]
    first = "; ".join(f"{_how(item)}{_what(item.entry)}" for item, _ in rows[:10])
    return picture(
        _what(thread.root), f"{status} · {told}, each in its speaker’s words as reported",
        f"A thread of {told}. {status}. {first}.", parts, height=y + MARGIN - _GAP,
    )  # fmt: skip


def _tree(thread: Thread) -> tuple[list[tuple[ThreadItem, str]], dict[str, int]]:
    """The statements in the order of the tree, each with the id that it stands under, and how often each is repeated."""
    kept, folded = fold_repeats(thread.items)
    known = {item.entry.id for item in kept}
    below: dict[str, list[tuple[ThreadItem, str]]] = {}
    for item in kept[1:]:
        answered = folded.get(item.answers or "", item.answers or "")
        under = answered if answered in known else thread.root.id
        below.setdefault(under, []).append((item, under))
    rows: list[tuple[ThreadItem, str]] = []
    pending = [(item, "") for item in kept[:1]]
    while pending:
        rows.append(pending.pop())
        pending += reversed(below.get(rows[-1][0].entry.id, ()))
    again: dict[str, int] = {}
    for under in folded.values():
        again[under] = again.get(under, 0) + 1
    return rows, again


def _card(item: ThreadItem, again: int, width: float) -> tuple[Iterator[str], float]:
    """A statement's card, and its height: who did what to whom, the words, and where they stand."""
    entry, family = item.entry, family_of(item.entry.act)
    lines = wrapped(entry.content, (width - 40) / (COLUMN * 14), 2)
    height = 54 + 20 * len(lines)
    meta = (
        LINK_WORDS[item.type][0] if item.type else "", day(entry) or "", shortened(entry.outlet or "", 40),
        f"in {entry.outlets} outlets" if entry.outlets > 1 else "", f"repeated {again}×" if again else "",
    )  # fmt: skip

    def drawn() -> Iterator[str]:
        yield rect(0, 0, width, height, "shade", round_=4)
        yield rect(0, 0, 4, height, family)
        yield text(16, 22, sign_of(entry.act), family, size=14)
        yield text(36, 22, wrapped(_what(entry), (width - 50) / (COLUMN * 14.5))[0], family, size=14, bold=True)
        for number, line in enumerate(lines):
            yield text(16, 44 + 20 * number, line)
        yield text(16, height - 10, " · ".join(filter(None, meta)), "soft", size=12)

    return drawn(), height


def _what(entry: Entry) -> str:
    return shortened(f"{who(entry)} {act_words(entry.act, entry.targets, negated=entry.negated)}", 160)


def _how(item: ThreadItem) -> str:
    return f"{LINK_WORDS[item.type][0]}: " if item.type else ""
