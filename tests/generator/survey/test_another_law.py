"""A simpler survey, without groups, routes and contracts, makes a sound workbook too: no law is built in."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook

from generator.survey.build import build_master
from generator.survey.calculation import result_names
from templates import Survey
from templates.parameters import in_force
from templates.schema import Code, Column, Dimensions, GridBlock, ListBlock, Question, Sheet, Task


@pytest.fixture(scope="module")
def small(survey: Survey) -> Survey:
    """Two tasks, one sheet with a total and a grid, and only the parameters that a cost needs."""
    dimensions = Dimensions(
        tasks=(Task(code="beheer", label="Beheer", kind="algemeen"), Task(code="zorg", label="Zorg", kind="direct")),
        cost_kinds=tuple(Code(code=kind, label=kind) for kind in ("eigen", "inhuur", "uitbesteding")),
        code_lists={"eenheid": (Code(code="fte", label="Fte"), Code(code="uur", label="Uur"))},
    )
    columns = (
        Column(key="gemeente.inzet", label="Inzet", type="getal", minimum=0, maximum=100),
        Column(key="gemeente.eenheid", label="Eenheid", type="code", code_list="eenheid"),
        Column(key="gemeente.schaal", label="Schaal", type="schaal", minimum=1, maximum=18),
        Column(key="inhuur", label="Inhuur", type="bedrag", minimum=0, maximum=1e6),
    )
    grid = GridBlock(
        kind="rooster", title="Kosten", id="jaar.{rij}.{kolom}", rows=("taken",), columns=columns, outcome="jaar"
    )
    question = Question(id="vol.totaal.begeleid", label="Aantal", type="aantal", minimum=0, maximum=1e5, required=True)
    sheet = Sheet(
        key="kosten",
        name="Kosten",
        title="Kosten",
        blocks=(ListBlock(kind="lijst", title="Aantal", questions=(question,)), grid),
    )
    needed = ("salaris.schaal.", "werkgeverslasten", "ikb", "productieve_uren")
    parameters = tuple(parameter for parameter in survey.parameters if parameter.code.startswith(needed))
    identity = survey.identity.model_copy(update={"id": "ander", "dimensions": dimensions})
    return Survey(identity=identity, sheets=(sheet,), parameters=parameters, rules=(), tables=())


def test_results_follow_the_dimensions(small: Survey) -> None:
    kinds = ("eigen", "inhuur", "uitbesteding")
    expected = {f"uit.jaar.{task}.{kind}" for task in ("beheer", "zorg") for kind in kinds}
    expected |= {f"uit.jaar.{part}" for part in ("algemeen", "direct", "totaal", "per_inburgeraar")}
    assert set(result_names(small)) == expected | {"uit.verschil.gf", "uit.volledigheid"}


def test_no_formula_names_what_this_survey_does_not_ask(small: Survey) -> None:
    book = load_workbook(io.BytesIO(build_master(small, 2024, in_force(small))))
    known = set(book.defined_names)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    bare = re.sub(r'"[^"]*"', "", str(cell.value))
                    assert set(re.findall(r"(?<![\w.!$'])([a-z]+(?:\.\w+)+)", bare)) <= known, (cell, cell.value)
