"""Survey workbooks recalculated by a spreadsheet program, and compared with the Python to the cent.

LibreOffice keeps cached results unless told otherwise; a private profile makes it recompute every formula, so that a
stale cached value or a constant where a formula belongs shows as a difference.
"""

from __future__ import annotations

import itertools
import math
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from generator.ooxml.patch import Changes, WorkbookPatch
from generator.ooxml.sheet import address
from generator.survey.layout import Layout
from templates.questions import limits
from templates.schema import Survey
from tests.looking import area_of, look
from xl_addin.checks.completeness import completeness
from xl_addin.methods.answers.amounts import Parameters
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.own_figures import own_figures

CENT = 0.005
SECONDS = 600
Answer = str | float | None
RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


def recalculate(workbooks: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every workbook opened, recalculated as a whole and saved again: one start, with a profile of its own."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for part in ("in", "out", "profile/user"):
            (home / part).mkdir(parents=True)
        (home / "profile/user/registrymodifications.xcu").write_text(RECALCULATE_ALWAYS, encoding="utf-8")
        for name, content in workbooks.items():
            (home / "in" / f"{name}.xlsx").write_bytes(content)
        command = ["soffice", f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", "xlsx", "--outdir", str(home / "out")]
        command += [str(home / "in" / f"{name}.xlsx") for name in workbooks]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
        return {name: (home / "out" / f"{name}.xlsx").read_bytes() for name in workbooks}


def named_values(workbook: bytes, prefix: str = "uit.") -> dict[str, object]:
    """The values of all single cells whose workbook-level name starts with `prefix`."""
    return {name: cells[0] for name, cells in named_areas(workbook, prefix).items() if len(cells) == 1}


def named_areas(workbook: bytes, prefix: str) -> dict[str, list[object]]:
    """The values of every workbook-level name that starts with `prefix`, row by row."""
    book = look(workbook)
    found: dict[str, list[object]] = {}
    for name, leads in book.names.items():
        if name.startswith(prefix):
            sheet, _, reference = leads.rpartition("!")
            cells = book.values(sheet.strip("'").replace("''", "'"))
            top, left, bottom, right = area_of(reference)
            places = itertools.product(range(top, bottom + 1), range(left, right + 1))
            found[name] = [cells.get(at) for at in places]
    return found


def error_cells(workbook: bytes) -> list[str]:
    """The cells that show an error, on any sheet."""
    book = look(workbook)
    return [
        f"{title}!{address(*at)}: {value}"
        for title in book.titles
        for at, value in book.values(title).items()
        if str(value).startswith(("#", "Err:"))
    ]


def filled(master: WorkbookPatch, layout: Layout, answers: Mapping[str, Answer]) -> bytes:
    """The survey workbook with answers, by question id, in its cells."""
    cells: dict[str, dict[tuple[int, int], Answer]] = {}
    for question, value in answers.items():
        spot = layout.questions[question]
        cells.setdefault(spot.sheet, {})[spot.row, spot.column] = value
    return master.render(Changes(cells=cells))


def answers_table(respondents: Mapping[str, Mapping[str, Answer]]) -> pd.DataFrame:
    """The answers as the methods take them: a row per respondent, a column per question id."""
    rows = {code: dict(given) for code, given in respondents.items()}
    return pd.DataFrame.from_dict(rows, orient="index", dtype=object).rename_axis("code")


def expected_figures(
    respondents: Mapping[str, Mapping[str, Answer]], parameters: Parameters, survey: Survey
) -> pd.DataFrame:
    """Every `uit.*` of every respondent as the Python computes it; index respondent, NaN = cannot be determined."""
    answers = answers_table(respondents)
    figures = own_figures(read_answers(answers, limits(survey)), parameters, survey.dimensions).figures
    return figures.assign(**{"uit.volledigheid": completeness(answers, survey)})


def _or_nothing(figure: float) -> float:
    return 0.0 if math.isnan(figure) else figure


def differences(shown: Mapping[str, object], expected: Mapping[str, float]) -> list[str]:
    """What differs between a workbook's figures and the expected ones, by name; empty when they agree to the cent.

    What Python cannot compute (NaN) is a 0 that is not known; an error, an empty cell or a name that is missing is one.
    """
    found = []
    for name in sorted({*shown, *expected}):
        mine, theirs = shown.get(name), expected.get(name)
        if theirs is None or name not in shown:
            found.append(f"{name}: only on one side")
        elif isinstance(mine, bool) or not isinstance(mine, int | float) or abs(mine - _or_nothing(theirs)) > CENT:
            found.append(f"{name}: workbook {mine!r}, expected {theirs!r}")
    return found
