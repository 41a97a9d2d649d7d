"""Rows of a list keep their place in a new collection, and a person's own columns go with their row."""

from __future__ import annotations

import pandas as pd

from xl_addin.books.book import Formula, TableCells
from xl_addin.books.refilling import in_place

STANDING = TableCells(
    row=8,
    column=1,
    header=["code", "naam", "mijn"],
    values=[["GM3", "C", 30], ["GM1", "A", 10], ["GM2", "B", "=tekst"]],
    formulas=[["GM3", "C", "=LEN(B8)+$B$8"], ["GM1", "A", "=LEN(B9)"], ["GM2", "B", "=tekst"]],
)


def codes(*names: str) -> pd.DataFrame:
    return pd.DataFrame({"code": list(names), "naam": [f"{name}*" for name in names]}, dtype=object)


def test_rows_stay_where_they_were_and_new_ones_come_below() -> None:
    given = codes("GM0", "GM1", "GM2", "GM3")
    found = in_place(given, STANDING, "code")
    assert found["code"].tolist() == ["GM3", "GM1", "GM2", "GM0"]
    assert found["naam"].tolist() == ["GM3*", "GM1*", "GM2*", "GM0*"]
    assert found["mijn"].tolist() == ["=LEN(B8)+$B$8", "=LEN(B9)", "=tekst", None]
    # a text that looks like a formula stays a text
    assert [isinstance(one, Formula) for one in found["mijn"]] == [True, True, False, False]
    assert given.columns.tolist() == ["code", "naam"]


def test_a_row_that_moves_up_takes_its_formula_along() -> None:
    found = in_place(codes("GM1", "GM2"), STANDING, "code")
    assert found["code"].tolist() == ["GM1", "GM2"]
    assert found["mijn"].tolist() == ["=LEN(B8)", "=tekst"]
