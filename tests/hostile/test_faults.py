"""When something goes wrong around `collect`: the analysis workbook is the old one or the new one, nothing is lost."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from benchmarks.kill_collect import command, kill_often
from generator.ooxml.files import refuse_full
from generator.ooxml.patch import Changes, WorkbookPatch
from generator.ooxml.sheet import parse_cell
from templates import Problems
from tests.country import make_country
from tests.hostile.conftest import Sent
from tests.hostile.workbooks import cell_of, changed, put
from tests.xl_addin.use_cases.conftest import ko

REMARKS = ("opm.algemeen", "opm.volumes", "opm.jaar", "opm.asiel", "opm.gezin", "opm.dekking")
DANGEROUS = ('=HYPERLINK("http://x","klik")', "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "=cmd|' /C calc'!A0")


@pytest.fixture(scope="module")
def home(sent: Sent, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with returned files and the analysis workbook made of them."""
    folder = tmp_path_factory.mktemp("onderzoek")
    make_country(folder, seed=11, municipalities=12, respondents=3)
    (folder / "in").mkdir()
    for code, content in sent.books.items():
        (folder / "in" / f"{code}.xlsx").write_bytes(content)
    assert collected(folder) in (0, 1)
    return folder


def collected(folder: Path, *more: str) -> int:
    return ko("collect", folder / "in", "--frame", folder / "frame.csv", "--out", folder / "analyse.xlsx", *more)


def test_nothing_but_the_workbook_stays_behind(home: Path) -> None:
    assert sorted(path.name for path in home.iterdir() if path.name.startswith((".", "analyse"))) == ["analyse.xlsx"]


def test_killed_at_any_moment_the_workbook_is_old_or_new(home: Path) -> None:
    """`python -m benchmarks.kill_collect` does this a hundred times."""
    files, frame, out = sorted((home / "in").iterdir()), home / "frame.csv", home / "analyse.xlsx"
    found = kill_often([command(files[1:], frame, out), command(files, frame, out)], out, times=2)
    assert found["damaged"] == 0
    assert found["killed"] == 2
    assert collected(home, "--force") in (0, 1)
    assert not (home / ".analyse.xlsx.inname").exists()


def test_an_open_workbook_is_left_alone(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (home / "analyse.xlsx").read_bytes()
    lock = home / "~$analyse.xlsx"
    lock.write_bytes(b"x")
    try:
        assert collected(home, "--force") == 2
    finally:
        lock.unlink()
    assert "OUTPUT_OPEN" in capsys.readouterr().err
    assert (home / "analyse.xlsx").read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on the size of files is how POSIX plays a full disk")
@pytest.mark.parametrize("step", ["write_atomically(path, bytes(40_000))", "backup(path)"])
def test_a_full_disk_is_said_and_leaves_everything_as_it_was(step: str, tmp_path: Path) -> None:
    path = tmp_path / "analyse.xlsx"
    path.write_bytes(b"x" * 40_000)
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from generator.ooxml.files import backup, write_atomically; from templates import Problems\n"
        "path = Path(sys.argv[1])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        f"try: {step}\n"
        "except Problems as found: print([problem.code for problem in found.problems])\n"
    )
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)
    assert done.stdout == "['OUTPUT_DISK_FULL']\n"
    assert path.read_bytes() == b"x" * 40_000
    assert [found.name for found in tmp_path.rglob("*") if found.is_file()] == ["analyse.xlsx"]


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on the size of files is how POSIX plays a full disk")
def test_a_disk_that_fills_up_while_building_is_said_in_one_line(home: Path) -> None:
    """Whatever was being written: working files of openpyxl, what was read so far, the log."""
    script = (
        "import resource, sys; from xl_addin.cli import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); sys.exit(main(sys.argv[1:]))"
    )
    before = {path: path.read_bytes() for path in home.rglob("*.xlsx")}
    asked = ["collect", home / "in", "--frame", home / "frame.csv", "--out", home / "nieuw.xlsx"]
    done = subprocess.run([sys.executable, "-c", script, *asked], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert [line.rpartition(" ")[2] for line in done.stderr.splitlines()] == ["[OUTPUT_DISK_FULL]"]
    assert {path: path.read_bytes() for path in home.rglob("*.xlsx")} == before
    assert not list(home.glob(".nieuw*"))


def test_a_disk_without_working_room_is_refused_beforehand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.ooxml.files._WORKING_ROOM", 10**18)  # more than any disk has
    with pytest.raises(Problems) as refused:
        refuse_full(tmp_path, tmp_path / "bestaat niet")
    assert [problem.code for problem in refused.value.problems] == ["OUTPUT_DISK_FULL"]


def test_the_copy_of_what_stood_there_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (home / "analyse.xlsx").read_bytes()
    assert collected(home, "--force") in (0, 1)
    (said,) = [line for line in capsys.readouterr().out.splitlines() if "vorige versie" in line]
    assert Path(said.removeprefix("De vorige versie staat in ")).read_bytes() == before


def test_text_that_looks_like_a_formula_stays_text(home: Path, sent: Sent, tmp_path: Path) -> None:
    typed = dict(zip(REMARKS, DANGEROUS, strict=True))
    book = openpyxl.load_workbook(home / "in" / f"{sent.code}.xlsx")
    cells: dict[str, dict[tuple[int, int], str]] = {}
    for name, text in typed.items():
        sheet, cell = cell_of(book, name)
        cells.setdefault(sheet, {})[parse_cell(cell)] = text
    (tmp_path / "in").mkdir()
    content = WorkbookPatch(sent.book).render(Changes(cells=cells))  # type: ignore[arg-type]
    (tmp_path / "in" / "a.xlsx").write_bytes(content)
    shutil.copy(home / "frame.csv", tmp_path / "frame.csv")
    assert collected(tmp_path) in (0, 1)
    sheet = openpyxl.load_workbook(tmp_path / "analyse.xlsx")["Antwoorden"]
    heads = next({cell.value: cell.column for cell in row} for row in sheet if row[0].value == "code")
    rows = [row[0].row for row in sheet if row[0].value == sent.code]
    for name, text in typed.items():
        found = sheet.cell(rows[-1], heads[name])
        assert (found.data_type, found.value) == ("s", text.strip())


def test_a_later_collection_tells_what_changed_and_keeps_the_old_file_in_the_log(
    home: Path, sent: Sent, tmp_path: Path
) -> None:
    shutil.copytree(home, tmp_path / "weer")
    folder = tmp_path / "weer"
    path = folder / "in" / f"{sent.code}.xlsx"
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_bytes(changed(sent.book, put("vol.asiel.begeleid", 12_345)))
    assert collected(folder, "--force") == 1
    book = openpyxl.load_workbook(folder / "analyse.xlsx", read_only=True)
    log = [row for row in book["Bronbestanden"].iter_rows(values_only=True) if row[0] == sent.code]
    assert {(row[2] == old, row[5]) for row in log} == {(True, "vervangen"), (False, "telt mee")}
    rows = list(book["Bevindingen"].iter_rows(values_only=True))
    book.close()
    heads = next(row for row in rows if row[0] == "code")
    found = [dict(zip(heads, row, strict=True)) for row in rows if row[0] == sent.code]
    assert [row["regel"] for row in found].count("INTAKE_RESUBMITTED") == 1
    (change,) = [row for row in found if row["regel"] == "INTAKE_ANSWER_CHANGED"]
    assert (change["id"], change["gevonden"]) == ("vol.asiel.begeleid", "12345")
    assert float(change["verwacht"]) == sent.answers[sent.code]["vol.asiel.begeleid"]
