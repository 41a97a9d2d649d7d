"""A survey that came back through another program, in its format: the same answers, and only the format to tell."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.hostile.conftest import Read, Sent, rules
from tests.hostile.raw import Raw
from tests.hostile.workbooks import changed, put
from xl_addin.intake.filled import Filled

FORMATS = ("xlsx", "ods", "xls")
TYPED = {"vol.asiel.instroom": "1.234,5", "opm.volumes": "Zie & <b>€</b> \N{EM DASH} 'x'"}


@pytest.fixture(scope="module")
def resaved(sent: Sent, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The workbook as LibreOffice saves it, by extension."""
    home = tmp_path_factory.mktemp("formaten")
    book = sent.book
    for name, value in TYPED.items():
        book = changed(book, put(name, value))
    (home / "in.xlsx").write_bytes(book)
    command = ["soffice", f"-env:UserInstallation={(home / 'profiel').as_uri()}", "--headless"]
    for extension in FORMATS:
        out = ["--convert-to", extension, "--outdir", str(home / extension), str(home / "in.xlsx")]
        subprocess.run([*command, *out], check=True, capture_output=True, timeout=120)
    return {extension: Path(home / extension / f"in.{extension}").read_bytes() for extension in FORMATS}


@pytest.mark.parametrize("extension", FORMATS)
def test_another_program_s_format_gives_the_same_answers(
    extension: str, resaved: Mapping[str, bytes], read: Read, untouched: Filled
) -> None:
    filled = read(resaved[extension])
    expected = {**untouched.answers, "vol.asiel.instroom": 1234.5, "opm.volumes": TYPED["opm.volumes"]}
    assert filled.answers == expected
    formats = {"xlsx": set(), "ods": {"INTAKE_OTHER_FORMAT"}, "xls": {"INTAKE_OTHER_FORMAT", "INTAKE_OLD_FORMAT"}}
    assert rules(filled) == {"INTAKE_NORMALISED"} | formats[extension]
    assert (filled.kind, filled.code, filled.year) == (extension, untouched.code, untouched.year)


SPOILED: Mapping[str, tuple[object, str, set[str]]] = {
    # question -> what is typed and its format, and the rules that may tell of it
    "traj.asiel.intake.uren": (1.8125, "[h]:mm", {"INTAKE_TIME"}),
    "vol.asiel.begeleid": (46147, "d-m-yyyy", {"INTAKE_DATE"}),
    "jaar.intake.inhuur": ("120\n150", "", {"INTAKE_TWO_VALUES"}),
    "jaar.intake.uitbesteding": ("500 uur", "", {"INTAKE_UNIT"}),
    "jaar.voortgang.inhuur": ("12.500", "", {"INTAKE_AMBIGUOUS"}),
    "jaar.voortgang.uitbesteding": ("#N/A", "", {"INTAKE_ERROR_VALUE"}),
}


@pytest.fixture(scope="module")
def spoiled(sent: Sent, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    home = tmp_path_factory.mktemp("bedorven")
    raw = Raw(sent.book)
    for name, (value, look, _) in SPOILED.items():
        raw.put(*raw.spot(name), value, raw.look(look) if look else None)
    (home / "in.xlsx").write_bytes(raw.content())
    return {"xlsx": raw.content(), **converted(home)}


def converted(home: Path) -> dict[str, bytes]:
    """The workbook in.xlsx as LibreOffice saves it in other formats."""
    command = ["soffice", f"-env:UserInstallation={(home / 'profiel').as_uri()}", "--headless"]
    for extension in ("ods", "xls"):
        out = ["--convert-to", extension, "--outdir", str(home / extension), str(home / "in.xlsx")]
        subprocess.run([*command, *out], check=True, capture_output=True, timeout=240)
    return {extension: (home / extension / f"in.{extension}").read_bytes() for extension in ("ods", "xls")}


@pytest.mark.parametrize("extension", FORMATS)
def test_what_is_asked_in_one_format_is_asked_in_the_others(
    extension: str, spoiled: Mapping[str, bytes], read: Read, untouched: Filled
) -> None:
    filled = read(spoiled[extension])
    for name, (_, _, wanted) in SPOILED.items():
        told = {problem.code for question, problem in filled.remarks if question == name}
        if extension == "xls" and wanted == {"INTAKE_ERROR_VALUE"}:
            assert name not in filled.answers  # this format hides error values from us, and the file says so
            assert "INTAKE_OLD_FORMAT" in rules(filled)
            continue
        assert filled.answers[name] == "onbekend", (name, filled.answers.get(name))
        assert told & wanted, (name, told)
    others = {name: value for name, value in untouched.answers.items() if name not in SPOILED}
    assert filled.answers.items() >= others.items()
