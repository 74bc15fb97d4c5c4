"""Readings as one self-contained HTML page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from onrecord.records.markup import fragment

if TYPE_CHECKING:
    from onrecord.records import Reading

HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Who said what</title>
<style>
body { font: 16px/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff }
section { margin-bottom: 4rem }
h1 { font-size: 1.4rem; margin-bottom: .2rem }
.about { color: #555; margin-top: 0 }
table { border-collapse: collapse; width: 100%; margin-top: 1.5rem; font-size: .9rem }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #ddd }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #161616 } .about { color: #aaa } th, td { border-color: #444 } }
</style>
</head>
<body>"""
FOOT = "</body>\n</html>"


def section(reading: Reading) -> str:
    """A reading as a section of the page: title, origin, the marked text and the table of its statements."""
    document = reading.document
    about = [escape(item) for item in (document.outlet, document.published) if item]
    if document.url:
        address = escape(document.url)
        # Only the web's own addresses become links: an article's data may hold any other.
        web = document.url.lower().startswith(("https://", "http://"))
        about.append(f'<a href="{address}">{address}</a>' if web else address)
    return (
        f'<section id="{escape(document.id)}">\n<h1>{escape(document.title or "Untitled")}</h1>\n'
        f'<p class="about">{" · ".join(about)}</p>\n'
        f"{fragment(document.text, reading.statements, reading.links)}\n</section>"
    )
