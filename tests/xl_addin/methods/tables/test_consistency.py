"""Cross-checks between finished tables: a contradiction only where no unrounded figures fit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from templates.consistency import Consistency, load_consistency
from xl_addin.methods.tables.consistency import Misfit, check
from xl_addin.methods.tables.expressions import parse
from xl_addin.methods.tables.published import PrintedCell
from xl_addin.methods.tables.rounding import half_up

RULES = {
    "rounding": [{"tables": ["T"], "columns": ["honderd"], "step": 100}, {"columns": ["exact"], "step": 0}],
    "lists": {"delen": ["A", "B", "C"]},
    "spoken": {"honderd": "honderdtallen"},
    "checks": [
        {
            "id": "SOM-{kolom}",
            "note": "B1",
            "over": {"kolom": ["honderd", "exact"]},
            "left": "[T|Totaal|{kolom}]",
            "right": "som([T|@delen|{kolom}])",
            "text": "{kolom} telt niet op.",
        },
        {
            "id": "VRAAG",
            "level": "vraag",
            "relation": "<=",
            "left": "[T|A|honderd]",
            "right": "[T|B|honderd]",
            "text": "A is meer dan B.",
        },
    ],
}


def misfits(column: str, **rows: float) -> list[Misfit]:
    cells = [PrintedCell("T", row, column, "euro", {"value": value}) for row, value in rows.items()]
    return list(check(cells, Consistency.model_validate(RULES)).misfits)


@pytest.mark.parametrize(
    ("total", "kind", "gap"),
    [
        (900, "", 0),  # 200 + 300 + 400
        (1000, "afronding", 0),  # between 750 and 1,050, and 1,000 stands for 950 and more
        (1100, "afronding", 0),  # 1,050 fits at its very edge: not told as a contradiction
        (1200, "tegenspraak", 100),  # at least 1,150, at most 1,050
        (1010, "afronding", 0),  # finer than hundreds: 1,005 to 1,015
        (1060, "tegenspraak", 5),  # 1,055 or more
    ],
)
def test_a_sum_with_the_rounding_of_the_print(total: float, kind: str, gap: float) -> None:
    found = misfits("honderd", Totaal=total, A=200, B=300, C=400)
    assert [(one.kind, one.gap) for one in found] == ([(kind, pytest.approx(gap))] if kind else [])


def test_counts_are_exact_and_the_misfit_says_all() -> None:
    (found,) = misfits("exact", Totaal=342, A=180, B=114, C=43)
    assert found == Misfit("SOM-exact", "tegenspraak", "T", 342, 337, 337, 337, 5, "exact telt niet op.", "B1")


def test_a_question_stays_a_question() -> None:
    (found,) = misfits("honderd", A=500, B=300)
    assert (found.kind, found.gap) == ("vraag", 100)
    assert misfits("honderd", A=400, B=300) == []  # 350 fits both


def test_a_check_without_its_cells_is_counted_and_not_made() -> None:
    report = check([PrintedCell("T", "A", "honderd", "", {"value": 1.0})], Consistency.model_validate(RULES))
    assert (report.misfits, report.made, report.not_made) == ((), 0, 3)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.floats(0, 1e5), min_size=3, max_size=3))
def test_true_figures_never_contradict_each_other(parts: list[float]) -> None:
    printed = {name: half_up(part, 100) for name, part in zip("ABC", parts, strict=True)}
    found = misfits("honderd", Totaal=half_up(sum(parts), 100), **printed)
    assert "tegenspraak" not in {one.kind for one in found}


def test_every_formula_of_the_survey_can_be_read_and_every_id_occurs_once() -> None:
    checks = load_consistency("wi2021")
    assert checks is not None
    cases = [case for rule in checks.checks for case in rule.cases(checks.spoken)]
    for case in cases:
        assert "{" not in case.id + case.left + case.right + case.text, case.id
        assert parse(case.left, checks.lists).references or "100" in case.left
        assert parse(case.right, checks.lists).references
    assert len({case.id for case in cases}) == len(cases)
