"""What the package offers is what it says it offers."""

from __future__ import annotations

import onrecord


def test_all_is_what_can_be_imported() -> None:
    assert all(getattr(onrecord, name) is not None for name in onrecord.__all__)
    assert sorted(onrecord.__all__) == onrecord.__all__
    assert dir(onrecord) == sorted(onrecord.__all__)
