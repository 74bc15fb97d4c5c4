"""The first schema: articles, their captures, statements, parties, mentions and links, with full text search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")

# The index follows the table by triggers, so that no program that changes the one forgets the other.
SQLITE_SEARCH = (
    """
    CREATE VIRTUAL TABLE statement_words USING fts5 (
      title, source, cue, content,
      content='statement', content_rowid='key', tokenize='unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER statement_words_insert AFTER INSERT ON statement BEGIN
      INSERT INTO statement_words (rowid, title, source, cue, content)
      VALUES (new.key, new.title, new.source, new.cue, new.content);
    END
    """,
    """
    CREATE TRIGGER statement_words_delete AFTER DELETE ON statement BEGIN
      INSERT INTO statement_words (statement_words, rowid, title, source, cue, content)
      VALUES ('delete', old.key, old.title, old.source, old.cue, old.content);
    END
    """,
    """
    CREATE TRIGGER statement_words_update AFTER UPDATE OF title, source, cue, content ON statement BEGIN
      INSERT INTO statement_words (statement_words, rowid, title, source, cue, content)
      VALUES ('delete', old.key, old.title, old.source, old.cue, old.content);
      INSERT INTO statement_words (rowid, title, source, cue, content)
      VALUES (new.key, new.title, new.source, new.cue, new.content);
    END
    """,
)
# As FTS5 does: without accents, and cut at every mark; PostgreSQL's own parser would keep addresses and signed numbers.
PLAIN = r"regexp_replace(regexp_replace(normalize({}, NFKD), '[\u0300-\u036f]', '', 'g'), '{}', ' ', 'g')".format(
    "coalesce(title, '') || ' ' || coalesce(source, '') || ' ' || cue || ' ' || content",
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4-\u00b8\u00bb\u00bf\u2000-\u206f\u3000-\u303f]+",
)
POSTGRESQL_SEARCH = (
    f"ALTER TABLE statement ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', {PLAIN})) STORED",
    "CREATE INDEX statement_words ON statement USING gin (words)",
)


def upgrade() -> None:
    """Makes all tables."""
    _articles()
    _statements()
    _parties()
    _links()
    for command in POSTGRESQL_SEARCH if op.get_bind().dialect.name == "postgresql" else SQLITE_SEARCH:
        op.execute(command)


def _articles() -> None:
    op.create_table(
        "article",
        sa.Column("id", WORDS, primary_key=True),
        *(sa.Column(name, WORDS) for name in ("title", "url", "outlet", "published", "language")),
        sa.Column("sha256", WORDS, nullable=False),
        sa.Column("reader_version", WORDS),
        sa.Column("reader_models", WORDS),
        sa.Column("digest", WORDS, nullable=False),
        sa.Column("added_at", WORDS, nullable=False),
        sa.Column("text", WORDS, nullable=False),
    )
    op.create_index("article_by_outlet", "article", ["outlet"])
    op.create_index("article_by_url", "article", ["url"])
    op.create_table(
        "capture",
        sa.Column("article", WORDS, sa.ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
        *(sa.Column(name, WORDS, primary_key=True) for name in ("source", "record", "raw_sha256")),
        sa.Column("captured_at", WORDS),
    )


def _statements() -> None:
    op.create_table(
        "statement",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("id", WORDS, nullable=False, unique=True),
        sa.Column("article", WORDS, sa.ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("act", WORDS, nullable=False),
        sa.Column("negated", sa.Boolean, nullable=False),
        sa.Column("quotation", WORDS, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("date", WORDS, nullable=False),
        sa.Column("title", WORDS),
        sa.Column("source", WORDS),
        *(sa.Column(name, WORDS, nullable=False) for name in ("cue", "content", "record")),
        sa.UniqueConstraint("article", "position"),
    )
    order: list[str | sa.TextClause] = [sa.text("date DESC"), "article", "start", "id"]
    op.create_index("statement_by_date", "statement", order)
    op.create_index("statement_by_act", "statement", ["act", *order])


def _parties() -> None:
    op.create_table(
        "party",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("identity", WORDS, nullable=False, unique=True),
        sa.Column("id", WORDS),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("speaks_for", WORDS),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("folded", WORDS, nullable=False),
        sa.Column("side", WORDS),
    )
    op.create_index("party_by_id", "party", ["id"])
    op.create_index("party_by_side", "party", ["side"])
    op.create_table(
        "mention",
        sa.Column("statement", KEY, sa.ForeignKey("statement.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("role", WORDS, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("party", KEY, sa.ForeignKey("party.key"), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("mention_by_party", "mention", ["party", "role", "statement"])


def _links() -> None:
    op.create_table(
        "link",
        sa.Column("from_key", KEY, sa.ForeignKey("statement.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("type", WORDS, primary_key=True),
        sa.Column("to_key", KEY, sa.ForeignKey("statement.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("evidence", WORDS),
        sqlite_with_rowid=False,
    )
    op.create_index("link_to", "link", ["to_key", "type"])
