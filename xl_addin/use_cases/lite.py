"""A workbook that brings its buttons along, for xlwings Lite (option --lite)."""

from __future__ import annotations

from generator.ooxml.lite import with_lite_files
from xl_addin import __version__

BUTTONS = {
    "sample": "steekproef_trekken",
    "check": "controleren",
    "allocate": "kosten_toerekenen",
    "weight": "wegen",
    "estimate": "ophogen",
    "fund": "bekostiging_vergelijken",
    "time": "tijd",
    "scenarios": "scenarios",
    "report": "tabellen_en_figuren",
    "all": "alles",
}
"""Command id -> the name of its script, which is the name of its button."""
IN_ANOTHER = {"figures": "report"}
"""A command that needs no script of its own, since another does the same -> that other."""
SURVEY_BUTTONS = ("check", "allocate", "fund")

HEAD = '''"""De knoppen van Kostenonderzoek: elke functie hieronder is een knop in xlwings Lite."""
import xlwings as xw
from xlwings import script

from xl_addin.lite import carry_out
'''
SCRIPT = """

@script
def {name}(book: xw.Book):
    carry_out("{command}", book)
"""


def with_buttons(workbook: bytes, commands: tuple[str, ...] = tuple(BUTTONS)) -> bytes:
    """The workbook with a script per command for xlwings Lite, and the package that these need; all else unchanged."""
    scripts = "".join(SCRIPT.format(name=BUTTONS[command], command=command) for command in commands)
    return with_lite_files(
        workbook, {"main.py": HEAD + scripts, "requirements.txt": f"kostenonderzoek=={__version__}\n"}
    )
