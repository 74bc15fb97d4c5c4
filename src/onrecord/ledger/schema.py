"""The ledger's tables, the same on SQLite and PostgreSQL. Full text search is each one's own: see `migrations`.

Articles and statements are known by their content-addressed ids, which merge across ledgers; integer keys are local
to one file. What `record` columns hold as JSON is the whole truth of a row; the columns beside it are for searching.
Unknown dates and ids of parties are stored as they are: an empty date sorts last on both databases, null does not.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

# The newest migration that this onrecord knows.
HEAD = "0007"
VERSION_TABLE = "onrecord_version"

# Ids and dates compare by code point on both databases, so that order and prefixes are the same everywhere.
Words = Text().with_variant(Text(collation="C"), "postgresql")
# SQLite numbers rows by itself only where the key is called INTEGER.
Key = BigInteger().with_variant(Integer, "sqlite")

tables = MetaData()

article = Table(
    "article",
    tables,
    Column("id", Words, primary_key=True),
    Column("title", Words),
    Column("url", Words),
    Column("outlet", Words),
    Column("published", Words),
    Column("language", Words),
    Column("sha256", Words, nullable=False),
    # What made the reading: version, and the models' hashes as a JSON object.
    Column("reader_version", Words),
    Column("reader_models", Words),
    # The hash of the reading's JSON, to know at once whether it is here already.
    Column("digest", Words, nullable=False),
    Column("added_at", Words, nullable=False),
    # Which opening of the ledger put the reading in; as `added_at`, this is about this file and goes into no export.
    Column("run", Words),
    Column("text", Words, nullable=False),
    Index("article_by_outlet", "outlet"),
    Index("article_by_url", "url"),
    Index("article_by_hash", "sha256"),
)

# By what near copies of articles find each other: see `likeness`. Without a foreign key, as `echo` and `facing`.
likeness = Table(
    "likeness",
    tables,
    Column("sign", BigInteger, primary_key=True, autoincrement=False),
    Column("article", Words, primary_key=True),
    sqlite_with_rowid=False,
)

capture = Table(
    "capture",
    tables,
    Column("article", Words, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("source", Words, primary_key=True),
    # The place in the source and the hash of its bytes, empty where unknown: they are part of the key.
    Column("record", Words, primary_key=True),
    Column("raw_sha256", Words, primary_key=True),
    Column("captured_at", Words),
)

statement = Table(
    "statement",
    tables,
    Column("key", Key, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("article", Words, ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
    # Its place in the reading, from 0, and where its first marked word begins in the text.
    Column("position", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("act", Words, nullable=False),
    Column("negated", Boolean, nullable=False),
    Column("quotation", Words, nullable=False),
    Column("confidence", Float, nullable=False),
    # When it was said, else when the article was published; empty where neither is known.
    Column("date", Words, nullable=False),
    # The article's title stands here again because full text search looks through all four at once.
    Column("title", Words),
    Column("source", Words),
    Column("cue", Words, nullable=False),
    Column("content", Words, nullable=False),
    Column("record", Words, nullable=False),
    UniqueConstraint("article", "position"),
)
# The order of every listing: newest first, then article and offset.
ORDER = (statement.c.date.desc(), statement.c.article, statement.c.start, statement.c.id)
Index("statement_by_date", *ORDER)
Index("statement_by_act", statement.c.act, *ORDER)
# Nothing but what is counted. PostgreSQL's by act holds the date and the key, too, and its two above the key.
Index("statement_count_by_date", statement.c.date)
Index("statement_count_by_act", statement.c.act)

party = Table(
    "party",
    tables,
    Column("key", Key, primary_key=True),
    # The hash of id, name, affiliation and kind: parties without an id of their own need one here.
    Column("identity", Words, nullable=False, unique=True),
    Column("id", Words),
    Column("name", Words, nullable=False),
    Column("speaks_for", Words),
    Column("kind", Words, nullable=False),
    # Name and affiliation without capitals and accents, to be searched.
    Column("folded", Words, nullable=False),
    Column("side", Words),
    Index("party_by_id", "id"),
    Index("party_by_side", "side"),
)

mention = Table(
    "mention",
    tables,
    Column("statement", Key, ForeignKey("statement.key", ondelete="CASCADE"), primary_key=True),
    Column("role", Words, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("party", Key, ForeignKey("party.key"), nullable=False),
    Index("mention_by_party", "party", "role", "statement"),
    sqlite_with_rowid=False,
)

# Which codes take part in a statement, and how: see `parts`. Without a foreign key, as `echo` and `facing`.
part = Table(
    "part",
    tables,
    Column("term", Words, primary_key=True),
    Column("date", Words, primary_key=True),
    Column("statement", BigInteger, primary_key=True, autoincrement=False),
    Column("act", Words, primary_key=True),
    sqlite_with_rowid=False,
)

link = Table(
    "link",
    tables,
    Column("from_key", Key, ForeignKey("statement.key", ondelete="CASCADE"), primary_key=True),
    Column("type", Words, primary_key=True),
    Column("to_key", Key, ForeignKey("statement.key", ondelete="CASCADE"), primary_key=True),
    # Its place among the links of its reading; null for links between articles, which no reading holds.
    Column("position", Integer),
    Column("confidence", Float, nullable=False),
    Column("evidence", Words),
    # The ledger found it, and finds it again where a reading is replaced; others are kept as they were given.
    Column("found", Boolean, nullable=False, server_default=false()),
    Index("link_to", "to_key", "type"),
    sqlite_with_rowid=False,
)
_COPIES = text("type = 'repeats' AND position IS NULL")
Index("link_of_copy", link.c.to_key, link.c.from_key, link.c.confidence, sqlite_where=_COPIES, postgresql_where=_COPIES)

# By what statements of different articles find each other: see `traces`. They point at statements without a foreign key,
# which would want another index as large as these: whoever takes a statement out takes its traces out.
echo = Table(
    "echo",
    tables,
    Column("sign", BigInteger, primary_key=True, autoincrement=False),
    Column("statement", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# By period first, so that what is new is written in one place.
facing = Table(
    "facing",
    tables,
    *(
        Column(name, BigInteger, primary_key=True, autoincrement=False)
        for name in ("period", "sign", "day", "statement")
    ),
    sqlite_with_rowid=False,
)
