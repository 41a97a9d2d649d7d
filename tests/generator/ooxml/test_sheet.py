"""Areas of a sheet."""

from __future__ import annotations

import pytest

from generator.ooxml.sheet import parse_area, share_cell


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        ("C3", True),  # inside B2:D5
        ("A1:E9", True),  # around it
        ("D5:F9", True),  # its last cell
        ("A1:B2", True),  # its first cell
        ("C1:C9", True),  # across it, no corner of either in the other
        ("E2:E5", False),  # beside it
        ("B6:D6", False),  # below it
        ("A1:D1", False),  # above it
    ],
)
def test_two_areas_have_a_cell_in_common(other: str, shared: bool) -> None:
    one, two = parse_area("B2:D5"), parse_area(other)
    assert share_cell(one, two) is share_cell(two, one) is shared
