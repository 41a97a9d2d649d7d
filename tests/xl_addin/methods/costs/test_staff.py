"""When own staff beside actual pay is known: by hand, in the method, in the live workbook and in the other reading."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pandas as pd
import pytest

from generator.ooxml.sheet import parse_cell
from generator.survey.build import build_master
from generator.survey.layout import layout
from generator.survey.stamp import opened
from templates import load_survey
from templates.parameters import in_force, plain
from templates.questions import limits
from tests.oracle_costs import municipality
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate

SURVEY = load_survey()
PARAMETERS = plain(in_force(SURVEY))
STEM = "jaar.intake.gemeente"
Answers = Mapping[str, str | float]


def known(answers: Answers) -> bool:
    table = pd.DataFrame([answers], index=pd.Index(["GM0001"], name="code"), dtype=object)
    costs = allocate(read_answers(table, limits(SURVEY)), PARAMETERS, SURVEY.dimensions)
    return bool(costs.item("jaar", "", "intake").known[0])


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        # an effort is staff, so overhead is needed with actual pay of 0 too, whatever its unit says
        ({"inzet": 2.0, "eenheid": "dagen", "loonkosten": 0.0}, False),
        ({"inzet": 2.0, "eenheid": "fte", "loonkosten": 0.0}, False),
        ({"inzet": 0.0, "eenheid": "dagen", "loonkosten": 0.0}, True),
        ({"inzet": 2.0, "eenheid": "dagen", "loonkosten": 0.0, "wijze": "procent", "waarde": 0.3}, True),
        ({"inzet": 2.0, "eenheid": "dagen", "loonkosten": 0.0, "wijze": "euro_per_fte", "waarde": 9e3}, False),
        ({"inzet": 2.0, "eenheid": "dagen", "loonkosten": 9e4, "wijze": "procent", "waarde": 0.3}, True),
    ],
)
def test_overhead_is_needed_unless_there_is_no_staff(answers: Answers, expected: bool) -> None:
    overhead = ("wijze", "waarde")
    given = {f"{'oh.gemeente' if name in overhead else STEM}.{name}": one for name, one in answers.items()}
    assert known(given) == expected


def test_every_combination_is_known_alike_in_the_method_the_workbook_and_the_other_reading() -> None:
    places = layout(SURVEY)
    book = opened(build_master(SURVEY, 2024, in_force(SURVEY)), SURVEY, places).first
    calculation, (sheet, cell) = book.calculation, book.book.defined_names()["reken.staat.jaar.intake"]
    efforts, units, scales = (None, 0.0, 2.0, "nvt", "onbekend"), (None, "fte", "dagen"), (None, 9.0)
    paid, ways, values = (None, 0.0, 9e4, "nvt", "onbekend"), (None, "procent", "euro_per_fte"), (None, 0.3)
    names = [f"{STEM}.{one}" for one in ("inzet", "eenheid", "schaal", "loonkosten")]
    names += ["oh.gemeente.wijze", "oh.gemeente.waarde"]
    made = [dict(zip(names, one, strict=True)) for one in product(efforts, units, scales, paid, ways, values)]
    made = [given for given in made if given[names[0]] is not None or given[names[3]] is not None]
    codes = pd.Index([f"GM{at:04d}" for at in range(len(made))], name="code")
    table = pd.DataFrame(made, index=codes, dtype=object)
    mine = allocate(read_answers(table, limits(SURVEY)), PARAMETERS, SURVEY.dimensions).item("jaar", "", "intake").known
    spots = {name: (places.questions[name].sheet, *parse_cell(places.questions[name].address)) for name in names}
    for given, known_here in zip(made, mine, strict=True):
        state = calculation.moved_to({spots[name]: given[name] for name in names}).values[sheet, *parse_cell(cell)]
        answers = {name: one for name, one in given.items() if one is not None}
        other = municipality(answers, PARAMETERS, limits(SURVEY), True).annual["intake"].state
        assert (state in (1.0, 2.0), other == "bekend") == (known_here,) * 2, answers
    assert 100 < mine.sum() < len(made) - 100
