"""Sphinx's settings for the site. `python -m docs.site` lays out the sources and calls Sphinx."""

from __future__ import annotations

from importlib.metadata import version as installed
from typing import Any

from pygments.lexers.special import TextLexer

project = "onrecord"
author = "The onrecord maintainers"
version = release = installed("onrecord")
extensions = ["myst_parser"]
myst_heading_anchors = 4
html_theme = "furo"
html_title = "onrecord"
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None  # the same sources give the same site
html_theme_options: dict[str, list[str]] = {"top_of_page_buttons": []}
add_module_names = False
python_display_short_literal_types = True
maximum_signature_line_length = 80
pygments_dark_style = "monokai"
highlight_language = "text"
# The pages that only links of other pages lead to (a decision, a result) stand in no menu.
suppress_warnings = ["toc.not_included"]


def setup(app: Any) -> None:
    """Tables stand as they are: Pygments has no words for them."""
    for name in ("tsv", "csv"):
        app.add_lexer(name, TextLexer)
