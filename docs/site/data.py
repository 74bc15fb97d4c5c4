"""The reference of what is data: the JSON of a reading, acts with their codes, and every table with its columns."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import onrecord.languages
import onrecord.register
from onrecord.exports.acts import ACT_WORDS, FAMILIES, LINK_WORDS
from onrecord.register.codes import cameo_codes, codes_of_acts, stances_of_acts
from onrecord.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGLISH = Path(onrecord.languages.__file__).parent / "en"
REGISTER = Path(onrecord.register.__file__).parent / "data"
MARK = re.compile(r"([*_<|\\])")

JSON_HEAD = """# The JSON of a reading

What `onrecord read --format json`, `onrecord export` and the API give, and the gold files hold. The whole schema, as `onrecord schema`
prints it, stands below. `null` or `[]` means that the text does not say.
"""
ACTS_HEAD = """# Acts and their codes

An act is what a statement does. The codes are those of the act by itself; where the content shows a narrower CAMEO code
(`languages/en/events.tsv`), that stands in a statement's `codes` instead. Empty: the scheme has no place for it.
"""
TABLES_HEAD = """# Data tables

What onrecord knows of English and of the world stands in these tables, one row a line, cells parted by tabs. Each begins with
what its columns mean, where it comes from and its licence. A user's own go beside them, by path, without code:
[recipes](../docs/contributing/recipes.md).
"""


def json_page() -> str:
    """The schema of a reading: a table for each kind of object, then all of it."""
    text = resources.files("onrecord.records").joinpath("schema.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    parts = [JSON_HEAD, "## The reading\n", _fields(schema)]
    for name, shape in schema.get("$defs", {}).items():
        if "properties" in shape:
            parts += [f"## {name}\n", escaped(shape.get("description", "")) + "\n", _fields(shape)]
    return "\n".join([*parts, "## The schema\n", f"```json\n{text.rstrip()}\n```\n"])


def _fields(shape: dict[str, Any]) -> str:
    lines = [
        f"| `{name}` | {_type(field)} | {escaped(field.get('description', ''))} |"
        for name, field in shape["properties"].items()
    ]
    return "\n".join(["| field | type | |", "| --- | --- | --- |", *lines]) + "\n"


def _type(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return field["$ref"].rpartition("/")[2]
    if options := field.get("anyOf") or field.get("oneOf"):
        return " or ".join(_type(one) for one in options)
    if "enum" in field:
        return ", ".join(f"`{json.dumps(value)}`" if value is None else f"`{value}`" for value in field["enum"])
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {}))}"
    kinds = field.get("type", "anything")
    return " or ".join(kinds) if isinstance(kinds, list) else str(kinds)


def acts_page() -> str:
    """Acts with their families, stances and codes; links; CAMEO codes with PLOVER's."""
    rows = ["| act | family | stance | PLOVER | CAMEO | Goldstein |", "| --- | --- | ---: | --- | --- | ---: |"]
    for act, (family, _) in ACT_WORDS.items():
        codes = codes_of_acts()[act]
        cells = (
            act,
            f"{FAMILIES[family][0]} {FAMILIES[family][1]}",
            stances_of_acts()[act],
            codes.plover,
            codes.cameo,
            codes.goldstein,
        )
        rows.append("| " + " | ".join("" if cell is None else str(cell) for cell in cells) + " |")
    links = [
        f"- `{kind}`: the answering statement {does} the other, which is {done} it."
        for kind, (does, done) in LINK_WORDS.items()
    ]
    names = {row["cameo"]: row["name"] for row in read_table(REGISTER / "codes_cameo.tsv")}
    table = ["| CAMEO | | PLOVER | mode | Goldstein | quad |", "| --- | --- | --- | --- | ---: | ---: |"]
    for code, known in sorted(cameo_codes().items()):
        cells = (code, names[code], known.plover, known.plover_mode, known.goldstein, known.quad)
        table.append("| " + " | ".join("" if cell is None else escaped(str(cell)) for cell in cells) + " |")
    parts = [ACTS_HEAD, *rows, "\n## Links\n", *links, "\n## CAMEO codes of statements\n", *table]
    return "\n".join(parts) + "\n"


def tables_page() -> str:
    """Every table with its head and first rows."""
    parts = [TABLES_HEAD]
    for title, folder in (("English", ENGLISH), ("The register", REGISTER)):
        parts.append(f"## {title}\n")
        for path in sorted(folder.glob("*.tsv")):
            parts += _table(path)
    return "\n".join(parts)


def _table(path: Path) -> Iterator[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    *head, columns = [line.removeprefix("#").strip(" ") for line in lines if line.startswith("#")]
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    names = columns.split("\t")
    yield f"### {path.name}\n\n{escaped(' '.join(head))}\n\n{len(rows):,} rows, the first of them:\n"
    yield "| " + " | ".join(names) + " |\n|" + " --- |" * len(names)
    for row in rows[:3]:
        cells = [cell if len(cell) <= 60 else cell[:59] + "…" for cell in [*row, *[""] * len(names)][: len(names)]]
        yield "| " + " | ".join(map(escaped, cells)) + " |"
    yield ""


def escaped(words: str) -> str:
    """Words without what Markdown would take for marks; what stands between backticks stays."""
    return "`".join(part if number % 2 else MARK.sub(r"\\\1", part) for number, part in enumerate(words.split("`")))
