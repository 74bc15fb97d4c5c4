"""Tokens: who may ask a service, and for what. Only their hashes are kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from sqlalchemy import Column, Table, delete, insert, select

from onrecord.errors import LedgerError, NotFound
from onrecord.ledger.schema import Words, tables
from onrecord.ledger.words import storable

if TYPE_CHECKING:
    from onrecord.ledger.opening import Store

# Each may do what those before it may: read; review; make and revoke tokens.
Role = Literal["read", "review", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
PREFIX = "onr_"

token_table = Table(
    "token",
    tables,
    Column("name", Words, primary_key=True),
    Column("role", Words, nullable=False),
    # Of 256 random bits: no salt and no slow hash is needed for what nobody can guess.
    Column("hash", Words, nullable=False, unique=True),
    Column("made_at", Words, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret; `made_at` is an ISO 8601 time in UTC."""

    name: str
    role: Role
    made_at: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def make_token(store: Store, name: str, role: Role) -> str:
    """Makes a token and gives its secret, which is kept nowhere. Raises LedgerError where the name is taken or empty, or
    there is no such role.
    """
    name = storable(name).strip()
    if role not in ROLES or not name:
        raise LedgerError(f"a token has a name and one of the roles {', '.join(ROLES)}")
    secret = PREFIX + secrets.token_urlsafe(32)
    made = datetime.now(UTC).isoformat(timespec="seconds")
    with store.writing() as connection:
        if connection.scalar(select(token_table.c.name).where(token_table.c.name == name)) is not None:
            raise LedgerError(f"there is a token {name!r} already: revoke it first, or give another name")
        connection.execute(insert(token_table).values(name=name, role=role, hash=_hash(secret), made_at=made))
    return secret


def tokens(store: Store) -> list[Token]:
    """All tokens by name."""
    columns = (token_table.c.name, token_table.c.role, token_table.c.made_at)
    with store.reading() as connection:
        return [Token(*row) for row in connection.execute(select(*columns).order_by(token_table.c.name))]


def revoke_token(store: Store, name: str) -> None:
    """Takes a token away. Raises NotFound."""
    with store.writing() as connection:
        if not connection.execute(delete(token_table).where(token_table.c.name == storable(name))).rowcount:
            raise NotFound(f"{store.name}: no token {name!r}: see `onrecord token list`")


def token_of(store: Store, secret: str) -> Token | None:
    """The token whose secret this is; None for any other."""
    columns = (token_table.c.name, token_table.c.role, token_table.c.made_at)
    with store.reading() as connection:
        row = connection.execute(select(*columns).where(token_table.c.hash == _hash(secret))).one_or_none()
        return Token(*row) if row else None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
