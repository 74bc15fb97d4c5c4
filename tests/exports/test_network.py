"""The network: the same for the same numbers, no name on another, and everything said in words too."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.exports.drawing import width_of
from onrecord.exports.network import BOLD, LINE, MOST, TYPE, WIDTH, Network, network_of
from onrecord.exports.network_picture import network_picture
from onrecord.exports.sides import side_name
from onrecord.ledger.overview import Cell
from tests.exports.test_pictures import ATTACK, drawn

SIDES = ("CHN", "USA", "NATO", "Hong Kong student groups", "National Telecommunications Commission", "漢字漢字漢字漢字漢字漢字", "x" * 300, "", ATTACK)  # fmt: skip
cells = st.lists(
    st.builds(
        Cell, st.sampled_from(SIDES), st.sampled_from(SIDES), st.sampled_from(("accuse", "deny", "state")),
        st.integers(1, 500), st.just(0),
    ),
    max_size=60,
)  # fmt: skip


def filled(network: Network) -> list[tuple[float, float, float, float]]:
    """What each party's disc and name fill: left, top, right, foot."""
    found = []
    for node in network.nodes:
        side = max(node.radius, max(map(width_of, node.label)) * BOLD * TYPE / 2)
        foot = node.y + node.radius + 8 + LINE * len(node.label)
        found.append((node.x - side, node.y - node.radius, node.x + side, foot))
    return found


def check(network: Network) -> None:
    """Nothing lies on another, and all is within the drawing."""
    boxes = filled(network)
    for place, (left, top, right, foot) in enumerate(boxes):
        assert left >= 0
        assert top >= 0
        assert right <= network.width
        assert foot <= network.height
        for other_left, other_top, other_right, other_foot in boxes[place + 1 :]:
            assert right <= other_left or other_right <= left or foot <= other_top or other_foot <= top


def many(seed: int, sides: int, number: int) -> list[Cell]:
    chance = random.Random(seed)
    names = [f"Party of the long name {n}" if n % 3 else f"P{n}" for n in range(sides)]
    return [Cell(*chance.sample(names, 2), "accuse", chance.randint(1, 60), 0) for _ in range(number)]


@settings(max_examples=40, deadline=None)
@given(cells)
def test_no_name_lies_on_another(found: list[Cell]) -> None:
    network = network_of(found)
    check(network)
    drawn(network_picture(found))
    assert sum(tie.statements for tie in network.ties) + network.left_out == sum(
        cell.statements for cell in found if cell.by != cell.about
    )


@pytest.mark.parametrize(("seed", "sides", "number"), [(1, 22, 200), (2, 40, 40), (3, 60, 30), (4, 12, 300), (5, 2, 1)])
def test_networks_of_all_kinds_fit(seed: int, sides: int, number: int) -> None:
    network = network_of(many(seed, sides, number))
    check(network)
    assert len(network.nodes) <= MOST
    assert network.height < 3 * WIDTH


def test_the_order_of_what_is_known_does_not_matter() -> None:
    known = many(7, 20, 90)
    assert network_picture(known) == network_picture(list(reversed(known)))


def test_it_says_what_it_shows() -> None:
    known = [Cell("CHN", "JPN", "accuse", 3, 1), Cell("CHN", "JPN", "deny", 1, 1), Cell("CHN", "CHN", "state", 9, 0)]
    (tie,) = network_of(known).ties
    assert tie.words == "China of Japan: accused 3, denied 1"
    assert (tie.sign, tie.answered) == ("✖", 2)
    picture = network_picture(known)
    told = drawn(picture)
    assert told[:2] == ["Who spoke of whom", "4 statements between 2 parties · an arrow leads from who speaks to who is spoken of."]  # fmt: skip
    assert "China of Japan: accused 3, denied 1" in picture
    assert "Nothing on record." in drawn(network_picture([], "deny"))


def test_sides_have_names() -> None:
    assert [side_name(side) for side in ("CHN", "NATO", "Ana Ruiz", "")] == ["China", "NATO", "Ana Ruiz", ""]
