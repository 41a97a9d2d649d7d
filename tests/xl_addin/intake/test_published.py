"""Published tables as CSV: figures, ranges, words; what is wrong is named with its line, all together."""

from __future__ import annotations

from pathlib import Path

import pytest

from templates import Problems
from xl_addin.intake.published import read_published

HEAD = "table,row,column,unit,low,high,value,note"


def written(folder: Path, name: str, *lines: str, head: str = HEAD) -> Path:
    (folder / name).write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return folder


def problems(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(Problems) as found:
        read_published(folder)
    return [(str(problem.place), problem.code) for problem in found.value.problems]


def test_figures_ranges_and_fractions_are_read_and_words_are_no_figures(tmp_path: Path) -> None:
    written(tmp_path, "a.csv", "3.4,Laag,gemiddelde,euro,2300,3000,2900,", "6.2,A,b,score,,,+ +,", "6,A,c,breuk,,,1/8,")
    found = read_published(tmp_path)
    assert [(cell.row, cell.column, dict(cell.figures)) for cell in found.cells] == [
        ("Laag", "gemiddelde", {"value": 2900, "low": 2300, "high": 3000}),
        ("A", "c", {"value": 0.125}),
    ]
    assert [next(iter(cell.printed())) for cell in found.cells] == [("value", 2900), ("value", 0.125)]


def test_semicolons_and_decimal_commas_are_recognised(tmp_path: Path) -> None:
    written(tmp_path, "a.csv", "B.2;Uren;asiel;uren;;;2,5;", head=HEAD.replace(",", ";"))
    (cell,) = read_published(tmp_path).cells
    assert cell.figures == {"value": 2.5}


def test_a_file_with_other_columns_is_named_and_skipped(tmp_path: Path) -> None:
    written(tmp_path, "a.csv", "1,A,b,,,,1,")
    written(tmp_path, "parameters.csv", "x,1", head="id,value")
    assert [problem.place.file for problem in read_published(tmp_path).skipped] == ["parameters.csv"]


def test_every_mistake_is_named_with_its_line(tmp_path: Path) -> None:
    written(tmp_path, "a.csv", "1,A,b,,laag,3,1,", "1,A,b,,,,2,", "1,,b,,,,2,", "1,C,b,,5,4,,")
    written(tmp_path, "b.csv", "1,A,b,,,1,", head="table,row,column,unit,low,high,value")
    assert problems(tmp_path) == [
        ("a.csv, regel 2", "PUBLISHED_NOT_A_NUMBER"),
        ("a.csv, regel 3", "PUBLISHED_DOUBLE_CELL"),
        ("a.csv, regel 4", "PUBLISHED_PLACE_MISSING"),
        ("a.csv, regel 5", "PUBLISHED_LOW_ABOVE_HIGH"),
        ("b.csv, regel 1", "CSV_COLUMN_MISSING"),
    ]


def test_no_folder_and_nothing_in_it(tmp_path: Path) -> None:
    assert [code for _, code in problems(tmp_path / "weg")] == ["PUBLISHED_NO_FOLDER"]
    assert [code for _, code in problems(tmp_path)] == ["PUBLISHED_NOTHING"]
