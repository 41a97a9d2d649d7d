"""From a frame to SAMPLE.csv, reserves and a workbook; on the command line and in a workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlwings as xw

from generator.analysis import layout as place
from templates import Problems, load_survey
from templates.loading import FOLDER
from tests.xl_addin.use_cases.conftest import ko
from xl_addin.commands import COMMANDS
from xl_addin.engine import register
from xl_addin.intake.inputs import read_frame, read_sample

FRAME = FOLDER / "wi2021" / "example" / "frame.csv"
TAKE_ALL = ("--take-all", "inwoners=>250")


def drawn(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False).set_index("code")


def test_a_sample_of_57_that_every_later_command_reads(tmp_path: Path) -> None:
    out = tmp_path / "SAMPLE.csv"
    assert ko("sample", "--frame", FRAME, "--n", "57", *TAKE_ALL, "--reserve", "2", "--out", out) == 0
    table, frame = drawn(out), read_frame(FRAME)
    assert len(table) == 57
    assert list(read_sample(out, frame).index) == list(table.index)
    big = frame.index[frame["inwoners"] > 250_000]
    assert set(big) <= set(table.index)
    counts = table.groupby("stratum").size()
    assert (counts == table.groupby("stratum")["getrokken"].first()).all()
    # every municipality of the frame is represented: the inverse chances add up to all of them
    assert (1 / table["kans"]).sum() == pytest.approx(len(frame))
    reserves = drawn(tmp_path / "SAMPLE-reserve.csv")
    assert not set(reserves.index) & set(table.index)
    first = reserves[reserves["volgorde"] == 1].reset_index().set_index("stratum")["code"]
    named = table[table["reserve"] != ""].groupby("stratum")["reserve"].first().str.split().str[0]
    pd.testing.assert_series_equal(first.sort_index(), named.sort_index(), check_names=False, check_dtype=False)


def test_the_same_seed_draws_the_same_whatever_the_order_of_the_frame(tmp_path: Path) -> None:
    header, *rows = FRAME.read_text(encoding="utf-8").splitlines()
    (tmp_path / "turned.csv").write_text("\n".join([header, *reversed(rows)]), encoding="utf-8")
    for frame, name in ((FRAME, "a.csv"), (tmp_path / "turned.csv", "b.csv")):
        assert ko("sample", "--frame", frame, "--n", "40", "--seed", "9", "--out", tmp_path / name) == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_a_dry_run_shows_allocation_and_precision_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--n", "57", "--allocation", "neyman", "--proxy", "gf_euro", "--strata", "inwoners,provincie")
    assert ko("sample", "--frame", FRAME, *asked, "--dry-run", "--out", tmp_path / "S.csv") == 0
    shown = capsys.readouterr().out
    assert "'gf_euro'" in shown
    assert "30-80 / Drenthe" in shown
    assert "marge" in shown
    assert not list(tmp_path.iterdir())


def test_the_spread_over_provinces_and_joint_bodies_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frame = pd.read_csv(FRAME)
    frame["gr_naam"] = ["GR Oost" if number % 3 == 0 else "" for number in range(len(frame))]
    frame.to_csv(tmp_path / "frame.csv", index=False)
    out = tmp_path / "S.csv"
    assert ko("sample", "--frame", tmp_path / "frame.csv", "--n", "57", "--out", out) == 0
    table = drawn(out)
    members = int((table["gr_naam"] == "GR Oost").sum())
    lines = {line[:34].strip(): line.split()[-4:-2] for line in capsys.readouterr().out.splitlines() if "%" in line}
    assert int(lines["GR Oost"][1]) == int(lines["ja"][1]) == members
    assert int(lines["nee"][1]) == 57 - members
    assert int(lines["Zeeland"][1]) == int((table["provincie"] == "Zeeland").sum())


def test_a_given_allocation(tmp_path: Path) -> None:
    (tmp_path / "verdeling.csv").write_text("stratum;n\n<30;2\n>250;4\n", encoding="utf-8")
    given = ("--allocation", "given", "--given", tmp_path / "verdeling.csv", "--strata", "inwoners")
    assert ko("sample", "--frame", FRAME, "--n", "6", *given, "--out", tmp_path / "S.csv") == 0
    assert drawn(tmp_path / "S.csv").groupby("stratum").size().to_dict() == {"<30": 2, ">250": 4}


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        (("--n", "10"), "SAMPLE_TOO_SMALL"),
        (("--n", "343"), "SAMPLE_TOO_LARGE"),
        (("--n", "57", "--strata", "provincie,regio"), "SAMPLE_COLUMN_UNKNOWN"),
        (("--n", "57", "--proxy", "naam"), "SAMPLE_PROXY_NOT_A_NUMBER"),
        (("--n", "57", "--take-all", "inwoners=groot"), "STRATUM_UNKNOWN"),
        (("--n", "57", "--allocation", "given"), "SAMPLE_ALLOCATION_FILE"),
    ],
)
def test_what_cannot_be_is_said_in_one_line_with_a_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], extra: tuple[str, ...], code: str
) -> None:
    assert ko("sample", "--frame", FRAME, *extra, "--out", tmp_path / "S.csv") == 2
    assert f"[{code}]" in capsys.readouterr().err
    assert not (tmp_path / "S.csv").exists()


def test_every_wrong_line_of_a_given_allocation_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "v.csv").write_text("stratum,n\n<30,twee\n>250,4\n>250,1\n", encoding="utf-8")
    given = ("--allocation", "given", "--given", tmp_path / "v.csv", "--strata", "inwoners")
    assert ko("sample", "--frame", FRAME, "--n", "6", *given, "--dry-run") == 2
    said = capsys.readouterr().err.splitlines()
    assert ["v.csv, regel 2" in said[0], "v.csv, regel 4" in said[1]] == [True, True]


def test_nothing_is_replaced_without_force_and_a_place_is_needed(tmp_path: Path) -> None:
    out = tmp_path / "S.csv"
    assert ko("sample", "--frame", FRAME, "--n", "57") == 2
    assert ko("sample", "--frame", FRAME, "--n", "57", "--out", out) == 0
    before = out.read_bytes()
    assert ko("sample", "--frame", FRAME, "--n", "57", "--seed", "2", "--out", out) == 2
    assert out.read_bytes() == before
    assert ko("sample", "--frame", FRAME, "--n", "57", "--seed", "2", "--out", out, "--force") == 0
    assert out.read_bytes() != before


def test_the_workbook_holds_the_draw_and_the_command_draws_the_same(tmp_path: Path) -> None:
    out, book = tmp_path / "S.csv", tmp_path / "S.xlsx"
    assert ko("sample", "--frame", FRAME, "--n", "57", "--reserve", "2", "--out", out, "--book", book) == 0
    lists = {sheet: rows(book, sheet) for sheet in (place.SAMPLE_SHEET, place.DRAW_SHEET, place.DRAW_PLAN_SHEET)}
    assert [row[0] for row in lists[place.SAMPLE_SHEET]] == list(drawn(out).index)
    register()
    opened = xw.Book(book)
    with pytest.raises(Problems) as problems:
        COMMANDS["sample"](opened)
    assert [problem.code for problem in problems.value.problems] == ["SAMPLE_PRESENT"]
    table = opened.sheets[place.SAMPLE_SHEET].tables[place.SAMPLE_TABLE]
    table.data_body_range.value = [[None] * 5 for _ in range(57)]
    outcome = COMMANDS["sample"](opened)
    opened.save()
    opened.close()
    assert outcome.message == "Getrokken: 57 van 342 gemeenten, uit 21 strata."
    for sheet, before in lists.items():
        assert rows(book, sheet) == [pytest.approx(row) for row in before]


def rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    opened = openpyxl.load_workbook(path)[sheet]
    table = next(iter(opened.tables.values()))
    return [tuple(cell.value for cell in row) for row in opened[table.ref][1:]]


def test_the_parameters_of_a_draw_are_those_of_the_command_line() -> None:
    codes = {parameter.code for parameter in load_survey().parameters if parameter.code.startswith("steekproef.")}
    assert codes == {
        f"steekproef.{name}" for name in ("omvang", "strata", "verdeling", "minimum", "reserve", "startgetal")
    }
