"""Links across articles depend on the two statements and their days alone, in either order."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from onrecord.languages import load_language
from onrecord.languages.links import reply_words
from onrecord.reader.links import Told, judge_across, view
from onrecord.records import ACTS, Party, Span, Statement

if TYPE_CHECKING:
    from onrecord.records import Act

ARLAND = Party("Arland", "ARL", "state:ARL", "state")
BOROVIA = Party("Borovia", "BOR", "state:BOR", "state")
KOSTA = Party("Ida Kosta", "BOR", None, "person", "president")
OFFICIALS = Party("officials", None, None, "anonymous")
CONTENTS = [
    "“We will not sign a treaty that nobody has read”",
    "the treaty on fishing in the northern strait",
    "of breaking the treaty on fishing in the northern strait",
    "that its ships broke the treaty on fishing in the strait",
    "that the summit opens on Monday",
]


def told(id_: str, act: Act, speaker: Party, target: Party | None, content: str, day: date | None = None) -> Told:  # noqa: PLR0917
    statement = Statement(
        id_, None, (Span(0, 4, "said"),), (Span(5, 5 + len(content), content),), "indirect", act,
        speakers=(speaker,), targets=(target,) if target else (),
    )  # fmt: skip
    return Told(view(statement, reply_words(load_language())), day)


def test_a_denial_in_another_article_rebuts_the_charge() -> None:
    charge = told("x", "accuse", ARLAND, BOROVIA, CONTENTS[2], date(2020, 5, 1))
    denial = told("a", "deny", KOSTA, ARLAND, CONTENTS[3], date(2020, 5, 3))
    link = judge_across(charge, denial)
    assert link
    assert (link.from_, link.type, link.to) == ("a", "rebuts", "x")


def test_nobody_answers_long_after() -> None:
    charge = told("x", "accuse", ARLAND, BOROVIA, CONTENTS[2], date(2020, 5, 1))
    assert judge_across(charge, told("a", "deny", KOSTA, ARLAND, CONTENTS[3], date(2021, 5, 1))) is None


def test_what_was_said_before_answers_nothing() -> None:
    charge = told("x", "accuse", ARLAND, BOROVIA, CONTENTS[2], date(2020, 5, 1))
    link = judge_across(charge, told("a", "deny", KOSTA, ARLAND, CONTENTS[3], date(2020, 4, 28)))
    assert link is None or link.from_ == "x"


def test_of_other_matters_or_by_no_party_is_no_answer() -> None:
    charge = told("x", "accuse", ARLAND, BOROVIA, CONTENTS[2])
    assert judge_across(charge, told("a", "deny", KOSTA, ARLAND, CONTENTS[4])) is None
    assert judge_across(charge, told("a", "deny", OFFICIALS, None, CONTENTS[3])) is None


def test_the_same_words_later_repeat_the_earlier() -> None:
    early = told("z", "state", KOSTA, None, CONTENTS[0], date(2020, 5, 1))
    late = told("a", "state", KOSTA, None, CONTENTS[0].casefold(), date(2020, 5, 2))
    link = judge_across(late, early)
    assert link
    assert (link.from_, link.type, link.to) == ("a", "repeats", "z")


SAYINGS = st.tuples(
    st.sampled_from(ACTS),
    st.sampled_from([ARLAND, BOROVIA, KOSTA, OFFICIALS]),
    st.sampled_from([ARLAND, BOROVIA, None]),
    st.sampled_from(CONTENTS),
    st.sampled_from([None, date(2020, 5, 1), date(2020, 5, 2)]),
)


@given(SAYINGS, SAYINGS)
def test_the_order_of_the_two_does_not_matter(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    first, second = told("a", *one), told("b", *other)
    assert judge_across(first, second) == judge_across(second, first)
