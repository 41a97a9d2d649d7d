"""Bad input: one Dutch line per problem with place and remedy, exit 2, nothing half written, inputs untouched."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.country import Country, make_country, write_csv
from tests.xl_addin.use_cases.conftest import generate_and_fill, ko
from xl_addin.cli.main import MODULES


@pytest.fixture
def country(tmp_path: Path) -> Country:
    return make_country(tmp_path, seed=3, municipalities=12, respondents=2)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_all_problems_of_frame_and_parameters_are_named_and_nothing_is_made(
    country: Country, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = country.frame.read_text(encoding="utf-8").splitlines()
    broken = tmp_path / "broken.csv"
    broken.write_text("\n".join([text[0], text[1], text[1], text[2].replace(",6", ",-6", 1)]), encoding="utf-8")
    out = tmp_path / "out"
    assert ko("generate", "--frame", broken, "--sample", country.sample, "--out", out) == 2
    said = lines(capsys)
    assert any("broken.csv, regel 3" in line and "CSV_CODE_DOUBLE" in line for line in said)
    assert not out.exists()


def test_an_unknown_code_in_the_sample_is_named_with_its_line(
    country: Country, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = tmp_path / "other.csv"
    write_csv(sample, ("code",), [("GM0001",), ("GM9999",)])
    assert ko("generate", "--frame", country.frame, "--sample", sample, "--out", tmp_path / "out") == 2
    remedy = "Verbeter de code, of voeg de gemeente toe aan het kader. [SAMPLE_UNKNOWN_CODE]"
    assert lines(capsys) == [f"other.csv, regel 3: Gemeente 'GM9999' staat niet in het kader. {remedy}"]
    assert not (tmp_path / "out").exists()


def test_existing_output_is_refused_and_forced(country: Country, tmp_path: Path) -> None:
    arguments = ("generate", "--frame", country.frame, "--sample", country.sample, "--out", tmp_path / "out")
    assert ko(*arguments) == 0
    before = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert ko(*arguments) == 2
    assert ko(*arguments, "--force") == 0
    assert before == {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}  # same input, same bytes


@pytest.mark.skipif(sys.platform == "win32", reason="folder permissions are another matter on Windows")
def test_an_output_that_cannot_be_written_is_named_and_nothing_stays_behind(
    country: Country, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.write_text("x")  # a file where a folder must come: refused to every user, root included
    out = file / "out"
    assert ko("generate", "--frame", country.frame, "--sample", country.sample, "--out", out) == 2
    assert any("OUTPUT_NOT_WRITABLE" in line for line in lines(capsys))
    assert file.read_text() == "x"
    assert stat.S_ISREG(file.stat().st_mode)


def test_an_unknown_question_fills_nothing(
    country: Country, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ko("generate", "--frame", country.frame, "--sample", country.sample, "--out", tmp_path / "out")
    book = next((tmp_path / "out").glob("*.xlsx"))
    before = book.read_bytes()
    answers = tmp_path / "a.csv"
    write_csv(answers, ("id", "waarde"), [("vol.asiel.begeleid", 3), ("vol.asiel.iets", 4), ("zomaar", 5)])
    capsys.readouterr()
    assert ko("fill", book, answers) == 2
    assert [line.rsplit("[", 1)[1] for line in lines(capsys)] == ["ANSWERS_UNKNOWN_ID]"] * 2
    assert book.read_bytes() == before
    assert not (tmp_path / "out" / "backup").exists()


def test_filling_in_place_keeps_a_dated_copy_and_reports_what_was_prefilled(
    country: Country, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ko("generate", "--frame", country.frame, "--sample", country.sample, "--out", tmp_path / "out")
    book = next((tmp_path / "out").glob("*.xlsx"))
    before = book.read_bytes()
    answers = tmp_path / "a.csv"
    given = [("alg.inwoners", 5), ("alg.volledigheid", "volledig"), ("jaar.rand.totaal", 9)]
    write_csv(answers, ("id", "waarde"), given)
    capsys.readouterr()
    assert ko("fill", book, answers) == 0
    assert [line.rsplit("[", 1)[1] for line in lines(capsys)] == ["FILL_PREFILLED]", "FILL_NOT_APPLICABLE]"]
    (copy,) = (tmp_path / "out" / "backup").iterdir()
    assert copy.read_bytes() == before


def test_files_that_are_no_survey_are_findings_and_the_rest_is_collected(
    country: Country, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate_and_fill(country, tmp_path)
    folder = tmp_path / "ingevuld"
    good = sorted(folder.glob("*.xlsx"))
    (folder / "kapot.xlsx").write_bytes(good[0].read_bytes()[:4000])
    (folder / "tekst.xlsx").write_text("geen werkmap")
    (folder / "leeg.xlsx").write_bytes(b"")
    openpyxl.Workbook().save(folder / "ander.xlsx")
    capsys.readouterr()
    out = tmp_path / "analyse.xlsx"
    assert ko("collect", folder, "--frame", country.frame, "--out", out) == 1
    said = "\n".join(lines(capsys))
    for name in ("kapot.xlsx", "tekst.xlsx", "leeg.xlsx", "ander.xlsx"):
        assert name in said
    assert ko("run", out) in (0, 1)
    assert ko("export", out, "--out", tmp_path / "uit") == 0
    found = (tmp_path / "uit" / "bevindingen.csv").read_text(encoding="utf-8")
    assert "INTAKE_NO_SURVEY" in found
    assert all(rule in found for rule in ("INTAKE_INCOMPLETE", "INTAKE_IS_TEXT", "INTAKE_EMPTY_FILE"))
    costs = (tmp_path / "uit" / "kosten.csv").read_text(encoding="utf-8")
    assert all(code in costs for code in country.answers)


def test_when_nothing_can_be_collected_the_reasons_are_given_and_nothing_is_made(
    country: Country, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "tekst.xlsx").write_text("geen werkmap")
    out = tmp_path / "analyse.xlsx"
    assert ko("collect", folder, "--frame", country.frame, "--out", out) == 2
    said = lines(capsys)
    assert "NOTHING_COLLECTED" in said[0]
    assert said[1].startswith("tekst.xlsx: Dit is een tekstbestand")
    assert not out.exists()


@pytest.mark.parametrize("command", ["run", "export"])
def test_a_book_of_someone_else_is_left_alone(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "eigen.xlsx"
    openpyxl.Workbook().save(book)
    before = book.read_bytes()
    more = ("--out", tmp_path / "uit") if command == "export" else ()
    assert ko(command, book, *more) == 2
    assert len(lines(capsys)) == 1
    assert book.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["eigen.xlsx"]


def test_overrides_are_checked_together(country: Country, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    overrides = tmp_path / "o.csv"
    write_csv(overrides, ("code", "waarde"), [("onzin", 1), ("ikb", "veel"), ("werkgeverslasten", 25)])
    sample = ("--sample", country.sample)
    more = ("--out", tmp_path / "out", "--parameters", overrides)
    assert ko("generate", "--frame", country.frame, *sample, *more) == 2
    codes = {line.rsplit("[", 1)[1].rstrip("]") for line in lines(capsys)}
    assert codes == {"PARAMETER_UNKNOWN", "PARAMETER_NOT_A_NUMBER", "PARAMETER_OUT_OF_RANGE"}


@pytest.mark.parametrize("arguments", [["bestaatniet"], ["run"], ["run", "--stapen", "x"], ["parameters", "extra"]])
def test_a_mistake_in_the_call_is_said_in_dutch(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert ko(*arguments) == 2
    (said,) = lines(capsys)
    assert said.endswith("Zie 'kostenonderzoek --help'.")


def test_help_starts_without_the_heavy_libraries() -> None:
    script = "import sys; from xl_addin.cli import main; main(['--help']); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.rsplit("[", 1)[1].replace("'", "").replace(" ", "").split(","))
    assert not loaded & {"pandas", "numpy", "openpyxl", "xlwings"}
    assert done.stdout.startswith("Gebruik: kostenonderzoek")


@pytest.mark.parametrize("command", [name for name in MODULES if name not in ("addin", "frame")])
def test_every_command_explains_itself_in_dutch_with_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ko(command, "--help") == 0
    said = capsys.readouterr().out
    assert f"Gebruik: kostenonderzoek {command}" in said
    assert "Voorbeeld:" in said
    assert "Usage" not in said
    assert "Show this" not in said


def test_a_folder_called_like_the_usual_survey_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wi2021").mkdir()
    monkeypatch.chdir(tmp_path)
    assert ko("questions") == 0
    assert "alg.gemeente" in capsys.readouterr().out
