"""A survey workbook as a PDF to print, made by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Collection
from pathlib import Path

from generator.ooxml.markup import Splice, splice
from generator.ooxml.patch import WorkbookPatch
from generator.survey.page import quoted
from templates import Problem, Problems
from templates.loading import OWN_LANGUAGE

PROGRAMS = ("soffice", "libreoffice", r"C:\Program Files\LibreOffice\program\soffice.exe")
SECONDS = 300
PRINTED = ("_xlnm.Print_Area", "_xlnm.Print_Titles")
EMPTY_CELL = "$XFD$1048576"


LOCALES = {"nl": "nl-NL", "en": "en-GB"}
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop>
</item>
</oor:items>
"""
"""Settings of LibreOffice for one run: without them numbers are written as is usual where the program runs."""


def as_pdf(workbook: bytes, language: str = OWN_LANGUAGE) -> bytes:
    """The visible sheets of the workbook as a PDF, numbers written as is usual in the language (1.234,50 in Dutch).

    Raises `Problems`: PDF_NO_PROGRAM where LibreOffice is not installed, PDF_FAILED where it does not deliver.
    """
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise Problems([Problem("PDF_NO_PROGRAM")])
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        source, made = home / "vragenlijst.xlsx", home / "vragenlijst.pdf"
        source.write_bytes(workbook)
        profile = f"-env:UserInstallation={profile_for(language, home / 'profile')}"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(home), str(source)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
            return made.read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise Problems([Problem("PDF_FAILED", values={"reason": type(error).__name__})]) from error


def profile_for(language: str, folder: Path) -> str:
    """A new LibreOffice profile in the folder, with the number format of the language; gives its address."""
    (folder / "user").mkdir(parents=True)
    settings = PROFILE.format(locale=LOCALES[language])
    (folder / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
    return folder.as_uri()


def printing_only(workbook: bytes, sheets: Collection[str]) -> bytes:
    """The workbook with an empty cell as the print area of all other sheets: an empty page is not printed.

    Hiding them is not enough: LibreOffice prints hidden sheets too.
    """
    book = WorkbookPatch(workbook)
    parts, names = book.parts, list(book.sheet_names)
    changed = []
    for one in parts.elements:
        sheet = names[int(one.attributes.get("localSheetId", 0))]
        if one.attributes.get("name") in PRINTED and sheet not in sheets:
            tag = parts.data[one.start : one.tag_end]
            area = f"{quoted(sheet)}!{EMPTY_CELL}</{one.name}>".encode()
            changed.append(Splice(one.start, one.end, tag + area if one.attributes["name"] == PRINTED[0] else b""))
    return book.package.rebuild({parts.part: splice(parts.data, changed)})
