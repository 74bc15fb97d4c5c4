"""Where the gold and the corpora lie, and real articles to time with."""

from __future__ import annotations

import json
import os
from pathlib import Path

from onrecord.records import Document

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("ONRECORD_SHARED", ROOT.parent / "shared"))


def articles(limit: int) -> list[Document]:
    """The first Wikinews articles of the corpora, else those of `examples/`."""
    file = SHARED / "corpora" / "wikinews" / "articles.jsonl"
    lines = (file if file.exists() else ROOT / "examples" / "wikinews.jsonl").read_text(encoding="utf-8").splitlines()
    keys = ("text", "title", "url", "outlet", "published")
    return [Document(**{key: item[key] for key in keys}) for item in map(json.loads, lines[:limit])]
