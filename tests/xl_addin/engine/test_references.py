"""References as people type them."""

import pytest

from xl_addin.engine.references import area_of, quoted_sheet, reference, split_sheet


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("B2", (2, 2, 2, 2)),
        ("$c$9:a1", (1, 1, 9, 3)),
        ("A:C", (1, 1, 1_048_576, 3)),
        ("$5:2", (2, 1, 5, 16_384)),
        ("XFD1048576", (1_048_576, 16_384, 1_048_576, 16_384)),
        # One beyond the last column and row: these may be names.
        ("XFE1", None),
        ("A1048577", None),
        ("alg.inwoners", None),
        ("A1:", None),
        ("", None),
    ],
)
def test_area(text, area):
    assert area_of(text) == area


def test_reference_and_area_undo_each_other():
    for text in ("$B$2", "$B$2:$D$9", "$A:$C", "$2:$5"):
        assert reference(area_of(text)) == text
    assert reference((2, 2, 3, 4), row_absolute=False) == "$B2:$D3"


@pytest.mark.parametrize("name", ["Blad1_a", "Blad 1", "Jan's", "2024", "A1", "Z"])
def test_a_quoted_sheet_name_is_read_back(name):
    assert split_sheet(f"{quoted_sheet(name)}!A1") == (name, "A1")


def test_names_that_look_like_cells_are_quoted():
    assert [quoted_sheet(name) for name in ("Blad_1", "AB12", "Uit slag", "Jan's")] == [
        "Blad_1",
        "'AB12'",
        "'Uit slag'",
        "'Jan''s'",
    ]
