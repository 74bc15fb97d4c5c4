"""Makes a large SQLite ledger of a smaller one, so that `benchmarks.ledger` can be run on ten million statements.

    python -m benchmarks.ledger_copies --ledger /tmp/ledger.db --size 10000000

Adding ten million statements one article at a time takes hours; copying rows inside the database takes minutes. Each copy is the
ledger's articles and statements once more under ids of their own, with the same words, dates, parties and links, found by other
signs; at most twenty copies are made, and of a ledger of copies twenty more. So words and parties are as frequent as before,
and ten times as many. Nothing but benchmarks should read such a ledger: `verify` would find that its ids are not those of its
texts. Needs three times the room that the ledger will take.
"""

from __future__ import annotations

import argparse
import sqlite3
import time
from contextlib import closing
from pathlib import Path

COPIES = "ghijklmnopqrstuvwxyz"  # letters that no hexadecimal id holds: each marks one copy
MARKED = "substr({0}, instr({0}, ':') + {1}, 1) BETWEEN 'g' AND 'z'"  # an id with such a letter at a place, from 1
SETTINGS = (
    "journal_mode = OFF",
    "synchronous = OFF",
    "foreign_keys = OFF",
    "cache_size = -4000000",
    "temp_store = FILE",
)


def main() -> None:
    """Copies, and says how long it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--size", type=int, default=10_000_000)
    options = parser.parse_args()
    began = time.perf_counter()
    with closing(sqlite3.connect(options.ledger, isolation_level=None)) as database:
        for setting in SETTINGS:
            database.execute(f"PRAGMA {setting}")
        keys, count = database.execute("SELECT max(key), count(*) FROM statement").fetchone()
        mark = 1
        while database.execute(f"SELECT 1 FROM article WHERE {MARKED.format('id', mark)} LIMIT 1").fetchone():
            mark += 1  # the ledger is one of copies itself
        for number, letter in enumerate(COPIES, 1):
            if count * number >= options.size:
                break
            copy(database, number, letter, keys, mark)
            print(f"{count * (number + 1):>10,} statements after {time.perf_counter() - began:.0f} s", flush=True)
        database.execute("PRAGMA optimize")
        database.execute("PRAGMA journal_mode = WAL")


def copy(database: sqlite3.Connection, number: int, letter: str, keys: int, mark: int) -> None:
    """The rows of the first `keys` statements once more, with the letter at one place of their ids, the first or a later."""
    ours = f"NOT {MARKED.format('{0}', mark)}"  # not of a copy made now
    own = f"substr({{0}}, 1, instr({{0}}, ':') + {mark - 1}) || '{letter}' || substr({{0}}, instr({{0}}, ':') + {mark + 1})"
    place = number * keys
    database.execute("BEGIN")
    for table, changed, condition in (
        ("article", {"id": own.format("id"), "url": f"url || '?{place}'",
                     "sha256": f"substr(sha256, 1, {mark - 1}) || '{letter}' || substr(sha256, {mark + 1})"},
         ours.format("id")),
        ("statement", {"key": f"key + {place}", "id": own.format("id"), "article": own.format("article"),
                       "record": f"replace(record, id, {own.format('id')})"}, f"key <= {keys}"),
        ("mention", {"statement": f"statement + {place}"}, f"statement <= {keys}"),
        ("part", {"statement": f"statement + {place}"}, f"statement <= {keys}"),
        ("link", {"from_key": f"from_key + {place}", "to_key": f"to_key + {place}"}, f"from_key <= {keys}"),
        ("echo", {"sign": f"sign / 2 + {place}", "statement": f"statement + {place}"}, f"statement <= {keys}"),
        ("facing", {"sign": f"sign / 2 + {place}", "statement": f"statement + {place}"}, f"statement <= {keys}"),
        ("likeness", {"sign": f"sign / 2 + {place}", "article": own.format("article")}, ours.format("article")),
    ):  # fmt: skip
        columns = [name for _, name, *_ in database.execute(f"PRAGMA table_info({table})")]
        values = ", ".join(changed.get(name, f'"{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        database.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {condition}")
    database.execute("COMMIT")


if __name__ == "__main__":
    main()
