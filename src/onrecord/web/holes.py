"""What differs on one page from asker to asker: who is signed in, and the seal of the forms. A page is made with holes in
their places, so that one making serves all who may see the same.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from onrecord.web.access import Visitor

# Nobody outside can know it, so that no text of an article is taken for a hole.
_MARK = secrets.token_hex(16)
_HOLE = re.compile(f"hole{_MARK}([a-z_]+)".encode())
SIGN_IN = Markup(' · <a href="/sign-in">Sign in</a>')
SIGN_OUT = Markup(
    '<form class="inline" method="post" action="/sign-out"><input type="hidden" name="seal" value="{seal}">'
    'Signed in as {name} ({role}) <button class="plain">Sign out</button></form>'
)


def hole(name: str) -> str:
    """What stands for a hole while a page is made: `seal`, `sign_in`, `sign_out`."""
    return f"hole{_MARK}{name}"


def pieces_of(data: bytes) -> tuple[bytes, ...]:
    """A page cut at its holes: every second piece is the name of one."""
    return tuple(_HOLE.split(data))


def has_seal(pieces: tuple[bytes, ...]) -> bool:
    """Whether a page has forms that change something."""
    return b"seal" in pieces[1::2]


def filling(visitor: Visitor, seal: str) -> dict[bytes, bytes]:
    """What fills the holes for an asker whose forms are sealed so."""
    sign_in = SIGN_IN if not visitor.signed_in and visitor.name != "local" else ""
    sign_out = SIGN_OUT.format(seal=seal, name=visitor.name, role=visitor.role) if visitor.signed_in else ""
    return {b"seal": escape(seal).encode(), b"sign_in": sign_in.encode(), b"sign_out": sign_out.encode()}


def filled(pieces: tuple[bytes, ...], fill: dict[bytes, bytes]) -> bytes:
    """A page without holes."""
    return b"".join(fill[piece] if place % 2 else piece for place, piece in enumerate(pieces))
