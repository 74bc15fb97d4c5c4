"""Which codes take part in a statement; and on PostgreSQL the words in a table of their own, whose rows are short.

The two new indices of statements hold nothing but what is counted. On PostgreSQL a search for a common word visits a row for
each hit, and those of `statement` are long; its two older indices hold the key as well, as SQLite's do: so nothing else is
visited.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
FILL = """
WITH code (party, code) AS (
  SELECT key, side FROM party WHERE side IS NOT NULL
  UNION SELECT key, lower(substr(id, 7)) FROM party WHERE substr(id, 1, 6) = 'state:' AND substr(id, 7) = upper(substr(id, 7))
  UNION SELECT key, lower(substr(id, 5)) FROM party WHERE substr(id, 1, 4) = 'org:' AND substr(id, 5) = upper(substr(id, 5))
)
INSERT INTO part (term, date, statement, act)
SELECT DISTINCT
  CASE role WHEN 'speaker' THEN 'by:' WHEN 'addressee' THEN 'to:' ELSE 'about:' END || code, date, statement.key, act
FROM mention JOIN code ON code.party = mention.party JOIN statement ON statement.key = mention.statement
ORDER BY 1, 2, 3, 4
"""
# As in the first migration.
PLAIN = r"regexp_replace(regexp_replace(normalize({}, NFKD), '[\u0300-\u036f]', '', 'g'), '{}', ' ', 'g')".format(
    "coalesce(new.title, '') || ' ' || coalesce(new.source, '') || ' ' || new.cue || ' ' || new.content",
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4-\u00b8\u00bb\u00bf\u2000-\u206f\u3000-\u303f]+",
)
COUNT_BY_DATE = "CREATE INDEX statement_count_by_date ON statement (date)"
# Each entry of it has the statement's key, as all of SQLite's have.
SQLITE_SEARCH = (COUNT_BY_DATE, "CREATE INDEX statement_count_by_act ON statement (act)")
POSTGRESQL_SEARCH = (
    "ALTER INDEX statement_words RENAME TO statement_words_before",
    """
    CREATE TABLE statement_words (
      statement bigint NOT NULL, words tsvector NOT NULL
    )
    """,
    "INSERT INTO statement_words SELECT key, words FROM statement ORDER BY key",
    "ALTER TABLE statement_words ADD PRIMARY KEY (statement)",
    "ALTER TABLE statement_words ADD FOREIGN KEY (statement) REFERENCES statement (key) ON DELETE CASCADE",
    "ALTER TABLE statement DROP COLUMN words",
    "CREATE INDEX statement_words_by_word ON statement_words USING gin (words)",
    """
    CREATE FUNCTION note_statement_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO statement_words VALUES (new.key, to_tsvector('simple', PLAIN))
      ON CONFLICT (statement) DO UPDATE SET words = excluded.words;
      RETURN NULL;
    END $$
    """.replace("PLAIN", PLAIN),
    """
    CREATE TRIGGER statement_words_note AFTER INSERT OR UPDATE OF title, source, cue, content ON statement
    FOR EACH ROW EXECUTE FUNCTION note_statement_words()
    """,
    COUNT_BY_DATE,
    "CREATE INDEX statement_count_by_act ON statement (act, date, key)",
    "DROP INDEX statement_by_date",
    "DROP INDEX statement_by_act",
    "CREATE INDEX statement_by_date ON statement (date DESC, article, start, id) INCLUDE (key)",
    "CREATE INDEX statement_by_act ON statement (act, date DESC, article, start, id) INCLUDE (key)",
    "ALTER TABLE statement DROP CONSTRAINT statement_article_position_key",
    """
    ALTER TABLE statement ADD CONSTRAINT statement_article_position_key UNIQUE (article, position) INCLUDE (key)
    """,
    "ANALYZE statement_words",
    "ANALYZE part",
)


def upgrade() -> None:
    """Makes the table `part` and fills it, and moves PostgreSQL's words: a minute or so for a million statements."""
    op.create_table(
        "part",
        sa.Column("term", WORDS, primary_key=True),
        sa.Column("date", WORDS, primary_key=True),
        sa.Column("statement", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("act", WORDS, primary_key=True),
        sqlite_with_rowid=False,
    )
    copies = sa.text("type = 'repeats' AND position IS NULL")
    columns = ["to_key", "from_key", "confidence"]
    op.create_index("link_of_copy", "link", columns, sqlite_where=copies, postgresql_where=copies)
    connection = op.get_bind()
    for command in (FILL, *(POSTGRESQL_SEARCH if connection.dialect.name == "postgresql" else SQLITE_SEARCH)):
        connection.exec_driver_sql(command)
