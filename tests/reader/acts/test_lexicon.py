"""The lexicon of cues and the code tables hold together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from onrecord.errors import DataError
from onrecord.languages import Language, load_language
from onrecord.languages.contents import content_rules
from onrecord.languages.cues import cues
from onrecord.languages.events import event_rules, stance_rules
from onrecord.records import ACTS
from onrecord.register.codes import cameo_codes, codes_of_acts, stances_of_acts

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "# a lexicon\n# cue\tpos\tframes\tact\tnote\n"


def test_lexicon_is_large_and_covers_every_act() -> None:
    rows = [cue for found in cues(load_language()).by_head.values() for cue in found]
    assert len({(cue.words, cue.pos) for cue in rows}) >= 600
    assert {cue.act for cue in rows} == set(ACTS)


def test_a_complement_of_a_cue_has_one_act() -> None:
    rows = [cue for found in cues(load_language()).by_head.values() for cue in found]
    counts = Counter((cue.words, cue.pos, frame) for cue in rows for frame in cue.frames)
    assert [key for key, n in counts.items() if n > 1] == []


def test_longer_cues_come_first() -> None:
    found = cues(load_language()).starting("call", "verb")
    assert [len(cue.words) for cue in found] == sorted((len(cue.words) for cue in found), reverse=True)


@pytest.mark.parametrize("row", ["say\tverb\tthatt\tstate", "say\tverb\tthat\tutter", "say\tverbs\tthat\tstate"])
def test_unknown_words_in_the_table_are_named(tmp_path: Path, row: str) -> None:
    (tmp_path / "cues.tsv").write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="say"):
        cues(Language("xx", tmp_path))


def test_a_broken_pattern_is_named(tmp_path: Path) -> None:
    text = "# rules\n# act\tbases\tkind\tpattern\nwarn\tstate\tcontent\t\\b{nosuchclass}\n"
    (tmp_path / "contents.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="nosuchclass"):
        content_rules(Language("xx", tmp_path))


def test_code_tables_cover_acts_and_rules() -> None:
    language = load_language()
    assert set(codes_of_acts()) == set(stances_of_acts()) == set(ACTS)
    assert {rule.cameo for rule in event_rules(language)} <= set(cameo_codes())
    assert {rule.value for rule in stance_rules(language)} <= {-1, 1}
    assert codes_of_acts()["deny"].plover is None
