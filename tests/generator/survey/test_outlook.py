"""A municipality's outlook on its own years: the sheet says what `xl_addin.methods` says, to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from generator.ooxml.patch import Changes, WorkbookPatch
from generator.survey.layout import Layout, sheet_order
from generator.survey.outlook import has_outlook, outlook_page
from generator.survey.texts import NOT_DETERMINABLE
from templates import Survey, load_survey
from templates.parameters import ParameterInForce, plain
from tests.generator.survey.scenarios import OVER_THE_YEARS, Answers
from tests.recalculation import CENT, answers_table, error_cells, named_areas, recalculate
from xl_addin.methods.answers.amounts import Parameters
from xl_addin.methods.answers.answers import Answers as Read
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.answers.settings import Change, Timeline
from xl_addin.methods.costs.earmarked import earmarked
from xl_addin.methods.costs.own_figures import own_figures
from xl_addin.methods.differences.own_spread import own_spread
from xl_addin.methods.time.cash_flows import flows_of, variants
from xl_addin.methods.time.inflow import Inflow
from xl_addin.methods.time.prices import Prices

YEARS = range(2022, 2032)
YEAR = 2024
RHYTHMS = ("regeling", "oud", "nieuw")
OWN: Answers = {
    "alg.invuller": "gemeente",
    "alg.volledigheid": "volledig",
    "vol.route.b1": 30.0,
    "vol.route.z": 10.0,
    **OVER_THE_YEARS,
    **{f"traj.{group}.{item}.tarief": "nvt" for group in ("asiel", "gezin") for item in ("map", "tolk", "overig")},
    "traj.asiel.pvt.tarief": "nvt",
    "traj.gezin.pvt.tarief": 700.0,
    "traj.gezin.pvt.jaar1": 0.5,
    "traj.gezin.pvt.jaar2": 0.5,
}


@dataclass(frozen=True)
class Case:
    """What a municipality types: inflow from 2022 on, and values by their name after `plan.`."""

    asiel: tuple[float | None, ...]
    gezin: tuple[float | None, ...]
    typed: Mapping[str, float | str] = field(default_factory=dict)
    answers: Mapping[str, str | float] = field(default_factory=dict)


STEADY = (40.0, 50.0, 45.0, 60.0, 70.0, 55.0), (20.0, 25.0, 22.0, 30.0, 35.0, 40.0)
CASES = {
    "as_it_is": Case(*STEADY),
    "all_years_dearer": Case((40.0,) * 10, (9.0,) * 10, {"prijs.asiel": 0.4, "prijs.gezin": -0.1}),
    "indexed_in_the_new_rhythm": Case(*STEADY, {"index.kosten": 0.07, "index.spuk": 0.01, "ritme": "nieuw"}),
    "old_rhythm_small_reserve": Case(
        (300.0, 10.0, 5.0, 80.0, 0.0), (0.0, 0.0, 90.0, 0.0, 0.0), {"ritme": "oud", "reserve": 0.2, "prijs.asiel": 0.1}
    ),
    "one_large_cohort": Case((0.0, 0.0, 0.0, 100.0, 0.0, 0.0, 0.0), (0.0,) * 7, {"prijs.asiel": 0.9, "reserve": 0.0}),
    "only_later": Case(
        (40.0,) * 8,
        (9.0,) * 8,
        {"prijs.asiel": 0.4, "index.kosten": 0.05, "ritme": "nieuw", "reserve": 0.1, "eerste_jaar": 2027},
    ),
    "a_year_unknown": Case((40.0, 50.0, None, 60.0), (20.0, 25.0, 22.0, 30.0)),
    "no_spread": Case(*STEADY, answers={"traj.gezin.pvt.jaar2": 0.1}),
    "nothing": Case((), ()),
}


def opened(case: Case, patch: WorkbookPatch, placed: Layout, survey: Survey) -> bytes:
    """The survey workbook with the answers and the plan in its cells."""
    page = outlook_page(survey)
    cells: dict[str, dict[tuple[int, int], str | float]] = {}
    for question, value in {**OWN, **case.answers}.items():
        spot = placed.questions[question]
        cells.setdefault(spot.sheet, {})[spot.row, spot.column] = value
    mine = cells.setdefault(page.name, {})
    for name, typed in case.typed.items():
        mine[page.names[f"plan.{name}"][:2]] = typed
    for group, persons in (("asiel", case.asiel), ("gezin", case.gezin)):
        row, column, *_ = page.names[f"plan.instroom.{group}"]
        mine |= {(row + at, column): count for at, count in enumerate(persons) if count is not None}
    return patch.render(Changes(cells=cells))


def expected(case: Case, parameters: Parameters, survey: Survey, year: int) -> npt.NDArray[np.float64]:
    """The same by the methods, with what is typed from its first year on: years x amounts."""
    dimensions = survey.dimensions
    first = int(case.typed.get("eerste_jaar", year + 1))
    typed = {{"reserve": "reserve.maximum"}.get(name, name): value for name, value in case.typed.items()}
    changes = [Change(code, value, first) for code, value in typed.items() if code in parameters]
    answers = read_answers(answers_table({"GM1": {**OWN, **case.answers}}))
    timeline = Timeline(answers, parameters, dimensions, changes)
    before = own_of(answers, parameters, survey)
    raised = before._replace(
        cost={group: cost * (1 + float(typed.get(f"prijs.{group}", 0.0))) for group, cost in before.cost.items()}
    )
    years = tuple(YEARS)[: len(case.asiel)]
    tables = {"asiel": case.asiel, "gezin": case.gezin}
    persons = {
        group: pd.DataFrame([[np.nan if one is None else one for one in given]], ["GM1"], list(years), dtype=float)
        for group, given in tables.items()
    }
    made = variants(timeline, dimensions.trajectory_years)
    scheme, chosen = made[0], made[RHYTHMS.index(str(typed.get("ritme", "regeling")))]
    variant = scheme._replace(shares=lambda cohort: (chosen if cohort >= first else scheme).shares(cohort))
    flows = flows_of(
        lambda cohort, _: raised if cohort >= first else before,
        Inflow(years, persons, ()),
        variant,
        timeline,
        dimensions,
    )
    amounts = (flows.entitled, flows.settled, flows.received, flows.spent, flows.reserve, flows.shortfall, flows.repaid)
    return np.array([one[0] for one in amounts]).T


def own_of(answers: Read, parameters: Parameters, survey: Survey) -> Prices:
    """What an inburgeraar of each groep costs and brings in by the municipality's own answers."""
    dimensions = survey.dimensions
    own = own_figures(answers, parameters, dimensions)
    cost, spread, grant = {}, {}, {}
    for group in dimensions.group_codes:
        cost[group] = own.figures[f"uit.traj.{group}.totaal"].to_numpy(dtype=float)
        spread[group] = own_spread(own, answers, group, parameters, dimensions).to_numpy(dtype=float)
        granted = earmarked(group, parameters, dimensions).own(answers, dimensions.routes_of(group))
        grant[group] = granted.to_numpy(dtype=float)
    return Prices(answers.index, cost, spread, grant, {group: 0.0 * shares for group, shares in spread.items()})


@pytest.fixture(scope="module")
def shown(patch: WorkbookPatch, placed: Layout, survey: Survey) -> dict[str, bytes]:
    return recalculate({name: opened(case, patch, placed, survey) for name, case in CASES.items()})


@pytest.fixture(scope="module")
def plans(shown: dict[str, bytes]) -> dict[str, dict[str, list[object]]]:
    return {name: named_areas(content, "plan.") for name, content in shown.items()}


def rows_of(plan: dict[str, list[object]]) -> list[list[object]]:
    """The results of a plan, a row per year."""
    cells = plan["plan.uitkomst"]
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


@pytest.mark.parametrize("name", CASES)
def test_every_year_is_what_the_methods_say(
    name: str,
    plans: dict[str, dict[str, list[object]]],
    parameters: dict[str, ParameterInForce],
    survey: Survey,
) -> None:
    case, rows = CASES[name], rows_of(plans[name])
    table = expected(case, plain(parameters), survey, YEAR) if case.asiel else np.empty((0, 7))
    for row, told in zip(rows, table, strict=False):
        for mine, theirs in zip(row, told, strict=True):
            if np.isnan(theirs):
                assert mine == NOT_DETERMINABLE
            else:
                assert mine == pytest.approx(theirs, abs=CENT)
    assert all(cell in (None, "") for row in rows[len(table) :] for cell in row)


def test_the_cases_reach_shortfall_reserve_and_repayment(plans: dict[str, dict[str, list[object]]]) -> None:
    states = {str(state) for plan in plans.values() for state in plan["plan.stand"]}
    assert {"tekort", "terugbetaald", "past", NOT_DETERMINABLE} <= states


def test_one_cohort_by_hand(plans: dict[str, dict[str, list[object]]]) -> None:
    # Cost per asielmigrant: 0.75 x 9,000 + 0.25 x 12,000 + 2,000 = 11,750, and 90% dearer 22,325. A hundred cost
    # 2,232,500, of which 7,150 / 11,750, 3,175 / 11,750 and 1,425 / 11,750: 1,358,500, 603,250 and 270,750.
    # Grant 100 x 15,500: 0.61, 0.31, 0.08 of it: 945,500, 480,500 and 124,000. Shortfall 413,000, then
    # 480,500 - 413,000 = 67,500 is received and 603,250 spent: 535,750, then 124,000 - 535,750 - 270,750 = -682,500.
    rows = rows_of(plans["one_large_cohort"])[3:7]
    assert [row[0] for row in rows] == pytest.approx([945500, 480500, 124000, 0])
    assert [row[3] for row in rows] == pytest.approx([1358500, 603250, 270750, 0])
    assert [row[2] for row in rows] == pytest.approx([945500, 67500, -411750, -682500])
    assert [row[5] for row in rows] == pytest.approx([413000, 535750, 682500, 682500])
    assert plans["one_large_cohort"]["plan.short_years"] == ["2025 2026 2027 2028 "]


def test_what_is_typed_changes_no_realised_year(plans: dict[str, dict[str, list[object]]]) -> None:
    as_it_is, dearer = rows_of(plans["as_it_is"]), rows_of(plans["indexed_in_the_new_rhythm"])
    realised = YEAR - YEARS[0] + 1
    assert dearer[:realised] == as_it_is[:realised]
    assert dearer[realised] != as_it_is[realised]


def test_what_is_unknown_is_named(plans: dict[str, dict[str, list[object]]], shown: dict[str, bytes]) -> None:
    assert plans["a_year_unknown"]["plan.unknown_years"] == ["2024 2025 "]
    assert plans["nothing"]["plan.short_years"] == ["vul de instroom in"]
    assert {name: error_cells(content) for name, content in shown.items()} == {name: [] for name in CASES}


def test_only_a_survey_with_grants_over_years_has_the_sheet(survey: Survey) -> None:
    other = load_survey("jeugd2024")
    assert (has_outlook(survey), has_outlook(other)) == (True, False)
    assert ("Vooruitblik" in sheet_order(survey), "Vooruitblik" in sheet_order(other)) == (True, False)
