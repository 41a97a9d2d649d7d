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

PROGRAMS = ("soffice", "libreoffice", r"C:\Program Files\LibreOffice\program\soffice.exe")
SECONDS = 300
PRINTED = ("_xlnm.Print_Area", "_xlnm.Print_Titles")
EMPTY_CELL = "$XFD$1048576"


def as_pdf(workbook: bytes) -> bytes:
    """The visible sheets of the workbook as a PDF.

    Raises `Problems`: PDF_NO_PROGRAM where LibreOffice is not installed, PDF_FAILED where it does not deliver.
    """
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise Problems([Problem("PDF_NO_PROGRAM")])
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        source, made = home / "vragenlijst.xlsx", home / "vragenlijst.pdf"
        source.write_bytes(workbook)
        profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(home), str(source)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
            return made.read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise Problems([Problem("PDF_FAILED", values={"reason": type(error).__name__})]) from error


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
