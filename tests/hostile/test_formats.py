"""A survey that came back through another program, in its format: the same answers, and only the format to tell."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.hostile.conftest import Read, Sent, rules
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
    assert rules(filled) == {"INTAKE_NORMALISED"} | ({"INTAKE_OTHER_FORMAT"} if extension != "xlsx" else set())
    assert (filled.kind, filled.code, filled.year) == (extension, untouched.code, untouched.year)
