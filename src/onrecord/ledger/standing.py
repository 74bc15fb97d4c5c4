"""What people left of statements, as sets to search by: untouched (`machine`), confirmed or rejected.

The last review that nobody took back decides, as in `review.applied`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from onrecord.errors import LedgerError
from onrecord.ledger.plan import KeySet
from onrecord.ledger.review import ReviewStatus, review_table
from onrecord.ledger.schema import statement

if TYPE_CHECKING:
    from sqlalchemy import Select

    from onrecord.ledger.plan import Wanted

STATUSES: tuple[ReviewStatus, ...] = get_args(ReviewStatus)
_EVENT, _LATER = review_table.alias("event"), review_table.alias("later")


def add_standing(wanted: Wanted, status: str | None) -> None:
    """Adds to a search that statements have this status. Raises LedgerError for one that is none."""
    if status is None:
        return
    if status not in STATUSES:
        raise LedgerError(f"no review {status!r}: a statement is {', '.join(STATUSES)}")
    if status == "machine":
        wanted.without.append(_of(_keys()))
    else:
        wanted.within.append(_of(_keys().where(_is(status))))


def counted(keys: ColumnElement[bool]) -> Select[Any]:
    """How many of the statements that a condition tells have each status, but for `machine`, which all the others have."""
    status = case((_EVENT.c.action == "reject", "rejected"), else_="confirmed")
    return _keys().with_only_columns(status, func.count()).where(keys).group_by(status)


def _is(status: str) -> ColumnElement[bool]:
    return _EVENT.c.action == "reject" if status == "rejected" else _EVENT.c.action != "reject"


def _keys() -> Select[Any]:
    """The keys of the statements of which something said holds, with the event that decides."""
    later = and_(
        _LATER.c.statement == _EVENT.c.statement,
        or_(_LATER.c.at > _EVENT.c.at, and_(_LATER.c.at == _EVENT.c.at, _LATER.c.id > _EVENT.c.id)),
        _holds(_LATER),
    )
    none_later = ~select(_LATER.c.id).where(later).exists()
    deciding = select(statement.c.key.label("key")).join_from(_EVENT, statement, statement.c.id == _EVENT.c.statement)
    return deciding.where(_holds(_EVENT), none_later)


def _holds(event: Any) -> ColumnElement[bool]:
    """True of an event that takes nothing back and that nobody took back."""
    undoing = review_table.alias()
    taken = select(undoing.c.id).where(undoing.c.statement == event.c.statement, undoing.c.undoes == event.c.id)
    return and_(event.c.action != "undo", ~taken.exists())


def _of(keys: Select[Any]) -> KeySet:
    # People review few statements: their keys are found once, and each statement is looked for among them.
    return KeySet(keys, lambda key, _: key.in_(keys), statement.c.key)
