"""A workbook that brings its buttons along, for xlwings Lite (option --lite)."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path

from generator.ooxml.lite import with_lite_files
from templates.commands import with_script
from xl_addin import __version__
from xl_addin.use_cases.travelling import PUBLIC, packed

BUTTONS = {name: one.script for name, one in with_script().items()}
"""Command id -> the name of its script, which is the name of its button."""
SURVEY_BUTTONS = tuple(name for name, one in with_script().items() if one.own)

HEAD = '''"""De knoppen van Kostenonderzoek: elke functie hieronder is een knop in xlwings Lite."""
import base64
import bz2
import io
import sys
import tarfile
import tempfile
from pathlib import Path

import xlwings as xw
from xlwings import script

VERSIE = "{version}"
'''
UNPACK = '''

def _uitgepakt():
    """De programmatuur staat onderaan in dit bestand en wordt in de map van deze versie uitgepakt."""
    home = Path(tempfile.gettempdir()) / f"kostenonderzoek-{VERSIE}"
    if not home.exists():
        with tarfile.open(fileobj=io.BytesIO(bz2.decompress(base64.b64decode(PROGRAMMATUUR)))) as archive:
            archive.extractall(home, filter="data")
    if str(home) not in sys.path:
        sys.path.insert(0, str(home))


def _voer_uit(command, book):
    _uitgepakt()
    from xl_addin.lite import carry_out

    carry_out(command, book)
'''
SCRIPT = """

@script
def {name}(book: xw.Book):
    _voer_uit("{command}", book)
"""
PYODIDE, ADDIN = "314.0.7", "1.0.0.0-35"
"""The Pyodide that this is tried in, and an add-in that Lite has saved: a real workbook names both."""
START = {"startupBehavior": "taskpane"}
"""Lite shows its buttons when the workbook opens, as soon as the person trusts it."""


def with_buttons(workbook: bytes, survey_home: Path, commands: tuple[str, ...] = tuple(BUTTONS)) -> bytes:
    """The workbook with a script per command for xlwings Lite, the code that these need, and the survey.

    The six properties that a workbook saved by Lite holds; all else is unchanged.
    """
    code = packed(survey_home)
    version = f"{__version__}-{hashlib.sha256(code.encode()).hexdigest()[:12]}"
    scripts = "".join(SCRIPT.format(name=BUTTONS[command], command=command) for command in commands)
    main = f'{HEAD.format(version=version)}{UNPACK}{scripts}\n\nPROGRAMMATUUR = "{code}"\n'
    return with_lite_files(
        workbook,
        {
            "main.py": main,
            "requirements.txt": "".join(f"{name}\n" for name in PUBLIC),
            "xlwingsWorkbookId": str(uuid.uuid5(uuid.NAMESPACE_URL, hashlib.sha256(workbook).hexdigest())),
            "pyodideVersion": PYODIDE,
            "addinVersion": ADDIN,
            "xlwingsSettingsWorkbook": START,
        },
    )
