"""The ledger: keeps readings, in a file or in PostgreSQL, and answers questions about them.

>>> from onrecord import Ledger, read
>>> with Ledger("news.db") as ledger:  # doctest: +SKIP
...     ledger.add(read(article))
...     ledger.search("pipeline", by="CHN", act="deny")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from onrecord.ledger import (
    carrying,
    dump,
    export,
    find,
    identities,
    load,
    merge,
    overview,
    portrait,
    remove,
    search,
    threads,
    tokens,
    verify,
    write,
)
from onrecord.ledger import facets as counting
from onrecord.ledger import parties as cast
from onrecord.ledger import review as reviewing
from onrecord.ledger.entries import Added, Article, Entries, Entry, Thread, ThreadItem
from onrecord.ledger.merge import Merged
from onrecord.ledger.opening import open_store
from onrecord.ledger.query import Query
from onrecord.ledger.verify import Problem

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator
    from pathlib import Path

    from onrecord.ledger.facets import Facets
    from onrecord.ledger.identities import PartyEvent
    from onrecord.ledger.overview import Cell, Day, Moment, PartyCount, Reply, ReplyPlace
    from onrecord.ledger.parties import Suggestion
    from onrecord.ledger.plan import Place
    from onrecord.ledger.portrait import Portrait
    from onrecord.ledger.review import Action, Review, Reviewed
    from onrecord.ledger.tokens import Role, Token
    from onrecord.records import Document, Link, Reader, Reading, Statement

__all__ = ["Added", "Article", "Entries", "Entry", "Ledger", "Merged", "Problem", "Thread", "ThreadItem"]


class Ledger:
    """An open ledger. Every method raises LedgerError where the database fails, with what to do about it.

    A ledger may be used from several threads, and its file by several programs at once: many read beside one that
    writes, and writers wait for each other.
    """

    def __init__(self, where: str | Path, *, create: bool = True) -> None:
        """Opens the ledger at a path or SQLAlchemy URL (`postgresql://...`) and brings an older one to the newest schema.

        Raises NotFound where there is none and `create` is False, LedgerTooNew where a newer onrecord wrote it,
        LedgerError where something else lies there.
        """
        self._store = open_store(where, create=create)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Ledger({self._store.name!r})"

    def close(self) -> None:
        """Lets go of the database; the ledger opens it again when it is used again."""
        self._store.close()

    @property
    def in_file(self) -> bool:
        """Whether the ledger is a file, and no server is asked."""
        return self._store.engine.dialect.name == "sqlite"

    def state(self) -> Hashable:
        """What stands for the ledger as it is now: the same value twice, from this ledger while it is open, means that nobody
        changed anything in between. It takes microseconds in a file, and a question to the server in PostgreSQL.
        """
        return self._store.state()

    def add(self, reading: Reading, *, links: bool = True) -> Added:
        """Keeps a reading in one transaction; adding the same again changes nothing. Where the article is known by
        another reading, the one by the newer reader stays, then the one with more statements, whatever the order.

        With `links`, what its statements repeat or answer in other articles, and what repeats or answers them, is linked
        in the same transaction; the links do not depend on the order in which articles are added.

        Raises RecordError where a link leads out of the reading or a span is not the text it says.
        """
        return write.add(self._store, reading, linking=links)

    def link(self, links: Iterable[Link]) -> int:
        """Keeps links between statements of different articles (ledger ids); says how many are new. Linking again
        changes nothing, but a higher confidence is taken over. Raises NotFound where a statement is unknown.
        """
        return write.add_links(self._store, links)

    def relink(self) -> int:
        """Finds the links between all articles anew, and says how many: after adding without links, or with a newer
        onrecord. Links that were given by `link` stay.
        """
        return write.relink(self._store)

    def remove(self, article_id: str) -> None:
        """Takes out an article with its statements and every link that touches them. Raises NotFound."""
        remove.remove(self._store, article_id)

    def articles(self, *, after: str = "") -> Iterator[Article]:
        """All articles, by id; those behind the id `after`."""
        return find.articles(self._store, after)

    def reading(self, article_id: str) -> Reading:
        """The reading as it was added, with ledger ids. A prefix of the id is enough. Raises NotFound."""
        return find.reading(self._store, article_id)

    def reader(self, article_id: str) -> Reader | None:
        """What made the reading of an article, by its whole id, None where that is not told: quicker than to ask for the
        reading. Raises NotFound.
        """
        return find.reader(self._store, article_id)

    def statement(self, id_: str) -> Entry:
        """One statement. A prefix of its id is enough, with or without `st:`; raises NotFound, naming the candidates
        where several begin so.
        """
        return find.one_statement(self._store, id_)

    def search(
        self, words: str | None = None, *, by: str | None = None, about: str | None = None, to: str | None = None,
        act: str | None = None, since: str | None = None, until: str | None = None, answered: bool | None = None,
        outlet: str | None = None, review: str | None = None, limit: int = 50, offset: int = 0, after: Place | None = None,
    ) -> Entries:  # fmt: skip
        """The statements that meet every condition given, newest first, then by article and offset.

        `words` must all occur in content, cue, source or title; `"a phrase"`, `begin*` and `-not` are understood, and
        among them the other conditions: `by:CHN about:"Wang Yi" act:deny since:2024-07 unanswered`.
        `by`, `about` and `to` name the speaker, target and addressee: a party's id (`state:CHN`), a code (`CHN`, `NATO`;
        then also everyone who speaks for it) or a part of a name. `since` and `until` are ISO dates, whole or partial,
        both inclusive, compared with when it was said, else published; what has neither date never matches.
        `answered`: somebody rebuts, counters or accepts it, or nobody does. `outlet` is a part of the outlet's name.
        `review`: people left it as the `machine` read it, `confirmed` (or corrected) it, or `rejected` it.

        The page behind a statement is asked for by its place, `rows.place_of(entry)`, as `after`: what is added meanwhile
        neither repeats nor hides a statement.

        Raises LedgerError for an unknown act or status, what is no date, or a condition given twice.
        """
        query = Query(words, by, about, to, act, since, until, answered, outlet, review)
        return search.search(self._store, query, limit=limit, offset=offset, after=after)

    def facets(self, query: Query) -> Facets:
        """How many statements that a query finds have each act, party, outlet, month and review status, among the 1,000
        newest of them.
        """
        return counting.facets(self._store, query)

    def hits_and_facets(self, query: Query, *, limit: int = 50) -> tuple[Entries, Facets]:
        """The first statements that a query finds, no more than 1,000, and its facets: quicker than one after the other."""
        return counting.hits_and_facets(self._store, query, limit=limit)

    def portrait(self, who: str, *, sample: int = 8, dated: int = 200) -> Portrait:
        """What a party, given as to `search`, said and what was said of it: the newest `sample` of each, how many there are,
        and the months of the newest `dated` that it said.
        """
        return portrait.portrait(self._store, who, sample=sample, dated=dated)

    def thread(self, id_: str) -> Thread:
        """The thread that a statement belongs to, from the statement it began with. A prefix of the id is enough."""
        return threads.thread(self._store, id_)

    def counts(self) -> dict[str, int]:
        """How many `articles`, `statements`, `links` and `parties` there are."""
        return find.counts(self._store)

    def export(self) -> Iterator[Reading]:
        """All readings in the order of their ids, each with the first of its captures; `dump` tells all."""
        return export.export(self._store)

    def dump(self) -> Iterator[dict[str, Any]]:
        """All that the ledger holds but its tokens, as JSON objects in a fixed order: readings with where they came from,
        links between articles, reviews and what was said of parties. `load` makes the same ledger of them.
        """
        return dump.dump(self._store)

    def load(self, items: Iterable[dict[str, Any]], *, links: bool | None = None) -> Merged:
        """Takes in what `dump` gave; loading it again changes nothing. An empty ledger becomes the same; into another it is
        a union, as by `merge`, unless `links` says whether links between articles are found here.

        Raises RecordError for what no ledger dumped, NotFound for a link of an unknown statement.
        """
        return load.load(self._store, items, linking=links)

    def links(self) -> list[Link]:
        """The links between articles, in a fixed order; no reading of `export` holds them, `link` takes them back."""
        return export.export_links(self._store)

    def each_link(self) -> Iterator[Link]:
        """The same as `links`, some at a time: for a ledger that has very many."""
        return export.each_link(self._store)

    def versions(self, which: str) -> list[Article]:
        """The articles read from one URL whose text changed in between, oldest first, by the URL or one's id."""
        return find.versions(self._store, which)

    def family(self, which: str) -> list[Article]:
        """An article, by its id, with its near copies, theirs, and so on, by id: one agency's report in many outlets. Two
        articles are near copies where their texts share nine tenths of their runs of five words. Raises NotFound.
        """
        return find.family(self._store, which)

    def taken_over(self, document: Document, reader: Reader, *, near: bool = False) -> Reading | None:
        """The reading of an article that need not be read, because the ledger has one of its exact copy of the same day by
        the same reader; with `near`, because each of its paragraphs stands in a near copy. None where it is to be read.
        """
        return carrying.taken_over(self._store, document, reader, near=near)

    def verify(self) -> Iterator[Problem]:
        """Computes all hashes, ids and spans anew and tells what does not hold; mends nothing."""
        return verify.verify(self._store)

    def merge(self, other: Ledger, *, links: bool = True) -> Merged:
        """Takes in all that another ledger holds. Merging is a union: the order of ledgers, and doing it twice, make
        no difference. With `links`, articles of both are linked as by `add`. What people said of statements and parties
        comes along, tokens do not.
        """
        return merge.merge(self._store, other._store, linking=links)

    def parties(
        self, name: str | None = None, *, limit: int = 50, offset: int = 0, after: tuple[int, str] | None = None
    ) -> tuple[list[PartyCount], int]:
        """One page of the parties with `name` in theirs, most often mentioned first, and how many there are in all. Those
        that share an id, or that somebody merged, are one. `after` is the number of mentions and the handle of the last one
        of the page before.
        """
        return cast.parties(self._store, name, limit=limit, offset=offset, after=after)

    def suggestions(self) -> Iterator[Suggestion]:
        """The pairs of parties that may be one, most alike first, without those that somebody merged or told apart."""
        return cast.suggestions(self._store)

    def merge_parties(self, one: str, into: str, *, by: str, why: str | None = None) -> PartyEvent:
        """Keeps that one party, with all that is merged into it, is another, under whose handle both are listed. Parties
        are given by their handles or whole names. Searching for one finds the other's statements, too; the machine's
        records stay as they are. Raises NotFound, or LedgerError where both are one already or a side is unnamed.
        """
        return identities.merge_parties(self._store, one, into, by=by, why=why)

    def split_parties(self, one: str, other: str, *, by: str, why: str | None = None) -> PartyEvent:
        """Keeps that two parties are not one: parts them where they were merged, and suggests them no more. Raises
        NotFound, or LedgerError where both are one party of the machine's records.
        """
        return identities.split_parties(self._store, one, other, by=by, why=why)

    def undo_party_event(self, event_id: str, *, by: str, why: str | None = None) -> PartyEvent:
        """Takes a merge or split back, by another event. Raises NotFound, or LedgerError where it is taken back already."""
        return identities.undo_party_event(self._store, event_id, by=by, why=why)

    def party_events(
        self, *, limit: int = 50, offset: int = 0, after: tuple[str, str] | None = None
    ) -> tuple[list[PartyEvent], int]:
        """One page of what people said of who is who, newest first, and how many events there are; behind the time and id
        `after`.
        """
        return identities.party_events(self._store, limit=limit, offset=offset, after=after)

    def matrix(self, *, act: str | None = None) -> list[Cell]:
        """Who does what to whom, how often, and how often somebody answered: sides are codes of affiliations, else names;
        most frequent first.
        """
        return overview.matrix(self._store, act=act)

    def timeline(self, *, act: str | None = None) -> list[Moment]:
        """How many statements fall in each month, by act."""
        return overview.timeline(self._store, act=act)

    def days(self, *, act: str | None = None) -> list[Day]:
        """How many statements fall on each day, by act; those whose day is not known are left out."""
        return overview.days(self._store, act=act)

    def replies(self, *, limit: int = 10, offset: int = 0, after: ReplyPlace | None = None) -> list[Reply]:
        """The newest statements that rebut, counter or accept another, with those they answer."""
        return overview.replies(self._store, limit=limit, offset=offset, after=after)

    def unanswered(self, *, limit: int = 10) -> list[tuple[Entry, int]]:
        """Accusations and criticisms that nobody answered, with how often each is taken up again; the loudest first."""
        return overview.unanswered(self._store, limit=limit)

    def records(self, ids: Iterable[str]) -> dict[str, Statement]:
        """The whole statements with these ids, by id; unknown ids are passed over."""
        return overview.records(self._store, ids)

    def entries(self, ids: Iterable[str]) -> dict[str, Entry]:
        """The statements with these ids as flat entries, by id; unknown ids are passed over."""
        return overview.entries(self._store, ids)

    def all_links(
        self, type_: str | None = None, *, limit: int = 50, offset: int = 0, after: tuple[str, str, str] | None = None
    ) -> tuple[list[Link], int]:
        """One page of all links, within articles and between them, in a fixed order, and how many there are; the page behind
        a link with these ends and this type: `from`, type, `to`.
        """
        return overview.links(self._store, type_, limit=limit, offset=offset, after=after)

    def links_from(self, ids: Iterable[str]) -> dict[str, list[Link]]:
        """The machine's links that lead from statements to others, by the whole id; none for what answers nothing."""
        return overview.links_from(self._store, ids)

    def links_touching(self, article_id: str) -> list[Link]:
        """The links between articles that begin or end in an article."""
        return overview.links_touching(self._store, article_id)

    def review(
        self, id_: str, action: Action, *, by: str, why: str | None = None, correction: dict[str, Any] | None = None
    ) -> Review:
        """Keeps what somebody says of a statement: accept, reject or correct it. The machine's record stays as it is;
        `correction` holds the fields that change (act, negated, source, cue, content, speakers, addressees, targets, links:
        all that it answers or takes up, each with its `type` and whole id `to`).

        Raises NotFound for an unknown statement, RecordError for a correction that does not fit its article.
        """
        return reviewing.review(self._store, id_, action, by=by, why=why, correction=correction)

    def undo(self, review_id: str, *, by: str, why: str | None = None) -> Review:
        """Takes a review back, by another event. Raises NotFound, or LedgerError where it is taken back already."""
        return reviewing.undo(self._store, review_id, by=by, why=why)

    def reviews(
        self, *, limit: int = 50, offset: int = 0, after: tuple[str, str] | None = None
    ) -> tuple[list[Review], int]:
        """One page of all reviews, newest first, and how many there are; behind the time and id `after`."""
        return reviewing.reviews(self._store, limit=limit, offset=offset, after=after)

    def reviewed(self, id_: str) -> Reviewed:
        """A statement as people left it: its status, its current view and its reviews. Raises NotFound."""
        return reviewing.reviewed(self._store, id_)

    def reviewed_among(self, ids: Iterable[str]) -> dict[str, Reviewed]:
        """Those of some statements, by their whole ids, of which people said something, as they left them."""
        return reviewing.reviewed_among(self._store, ids)

    def reviewed_reading(self, article_id: str) -> Reading:
        """An article's reading with corrections applied and without what was rejected: gold. Raises NotFound."""
        return reviewing.reviewed_reading(self._store, article_id)

    def reviewed_articles(self) -> Iterator[str]:
        """The ids of the articles of which some statement was reviewed."""
        return reviewing.reviewed_articles(self._store)

    def make_token(self, name: str, role: Role) -> str:
        """Makes a token for a service over this ledger and gives its secret, of which only the hash is kept."""
        return tokens.make_token(self._store, name, role)

    def tokens(self) -> list[Token]:
        """All tokens, without their secrets."""
        return tokens.tokens(self._store)

    def revoke_token(self, name: str) -> None:
        """Takes a token away. Raises NotFound."""
        tokens.revoke_token(self._store, name)

    def token_of(self, secret: str) -> Token | None:
        """The token whose secret this is; None for any other."""
        return tokens.token_of(self._store, secret)
