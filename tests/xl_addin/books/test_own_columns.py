"""Own columns and formulas of a person go along with the rows of a list that a command rewrites."""

from __future__ import annotations

import pandas as pd

from xl_addin.books.book import Formula, TableCells
from xl_addin.books.own_columns import keys_and_own, moved_along

HEADER = ["code", "regel", "status", "mijn"]
STANDING = TableCells(
    6,
    1,
    HEADER,
    [["GM1", "A", "open", 5.0], ["GM2", "B", "akkoord", 6.0], ["GM2", "B", "open", 7.0]],
    [
        ["GM1", "A", '=IF(D6>4,"open","")', "=LEN(A6)+2"],
        ["GM2", "B", "akkoord", "=LEN(A7)+3"],
        ["GM2", "B", "open", "=LEN(A8)+4"],
    ],
)
OURS = {"code", "regel", "status"}


def rows(*keys: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(keys, columns=["code", "regel", "status"], dtype=object)


def test_a_formula_moves_with_its_row_and_fits_it() -> None:
    found = moved_along(rows(("GM2", "B", "akkoord"), ("GM1", "A", "open")), STANDING, ("code", "regel"), OURS)
    assert list(found["mijn"]) == ["=LEN(A6)+3", "=LEN(A7)+2"]
    assert all(isinstance(one, Formula) for one in found["mijn"])


def test_rows_with_the_same_key_keep_their_own_in_order() -> None:
    found = moved_along(rows(("GM2", "B", "x"), ("GM2", "B", "x")), STANDING, ("code", "regel"), OURS)
    assert list(found["mijn"]) == ["=LEN(A6)+3", "=LEN(A7)+4"]


def test_a_new_row_gets_the_formula_of_a_calculated_column() -> None:
    found = moved_along(rows(("GM3", "A", "open")), STANDING, ("code", "regel"), OURS)
    assert list(found["mijn"]) == ["=LEN(A6)+2"]


def test_a_formula_in_our_column_stays_where_it_gives_what_is_written() -> None:
    found = moved_along(rows(("GM1", "A", "open")), STANDING, ("code", "regel"), OURS)
    assert list(found["status"]) == ['=IF(D6>4,"open","")']
    found = moved_along(rows(("GM1", "A", "akkoord")), STANDING, ("code", "regel"), OURS)
    assert list(found["status"]) == ["akkoord"]


def test_a_list_without_the_key_or_own_columns_is_as_it_was() -> None:
    new = rows(("GM1", "A", "open"))
    plain = TableCells(6, 1, HEADER[:3], [["GM1", "A", "open"]], [["GM1", "A", "open"]])
    assert moved_along(new, plain, ("code", "regel"), OURS).equals(new)
    assert moved_along(new, STANDING, ("ander",), OURS)["mijn"].tolist() == ["=LEN(A6)+2"]


def test_what_was_written_in_a_row_without_a_key_stays_where_it_is() -> None:
    cells = [[None, None, None, "goed"], ["GM1", "A", "open", "bij GM1"], [None, None, None, None]]
    standing = TableCells(6, 1, HEADER, cells, cells)
    found = moved_along(
        rows(("GM3", "A", "x"), ("GM2", "B", "x"), ("GM1", "A", "x")), standing, ("code", "regel"), OURS
    )
    assert list(found["mijn"]) == ["goed", None, "bij GM1"]


def test_without_figures_only_the_rows_with_something_of_ones_own_are_left() -> None:
    values = [["GM1", "A", "open", None], ["GM2", "B", "open", "let op"], ["GM3", "C", "open", None]]
    formulas = [["GM1", "A", "open", ""], ["GM2", "B", "open", "let op"], ["GM3", "C", "open", "=LEN(A8)"]]
    found = keys_and_own(TableCells(6, 1, HEADER, values, formulas), ("code", "regel"), HEADER[:3])
    assert found.drop(columns="status").to_numpy().tolist() == [["GM2", "B", "let op"], ["GM3", "C", "=LEN(A7)"]]
    assert found["status"].isna().all()
