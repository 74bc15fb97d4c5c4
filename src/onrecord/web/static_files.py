"""The style sheet, the script and the icon; named by their hash, so that browsers may keep them."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from onrecord.exports.html import asset
from onrecord.web.faults import Fault

router = APIRouter(include_in_schema=False)
TYPES = {"style.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1d4f8c"/>'
    '<path d="M8 11h16M8 16h10M8 21h13" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>'
)


@router.get("/static/{name}")
def static(name: str, v: str = "") -> Response:
    """A file by its name; one asked for by its version (`v`) never changes."""
    if name not in TYPES:
        raise Fault(404, "there is nothing at this address")
    words = ICON if name == "icon.svg" else asset(name)
    keep = "public, max-age=31536000, immutable" if v else "public, max-age=3600"
    return Response(words, media_type=TYPES[name], headers={"Cache-Control": keep})
