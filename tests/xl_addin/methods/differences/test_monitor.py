"""Two years side by side: what the change is made of, worked out by hand, and that it adds up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from templates.schema import Dimensions
from tests.xl_addin.methods.conftest import Answers
from xl_addin.methods.answers.amounts import Parameters
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.differences.monitor import (
    CHANGE,
    COMPOSITION,
    NEW,
    OLD,
    PARTS,
    PRICE,
    REAL,
    VOLUME,
    Wave,
    decomposed,
    monitor,
)
from xl_addin.methods.estimates.basis import prepare
from xl_addin.methods.study import compute

INDICES = {"eigen": 1.1, "inhuur": 1.2, "uitbesteding": 1.05}


def test_the_parts_of_two_classes_by_hand() -> None:
    # 100 people of which 60 in class a at 10 euro and 40 in b at 20; then 120, of which 90 at 12 and 30 at 21
    cells = pd.DataFrame(
        {
            "begeleid_oud": [60.0, 40.0],
            "begeleid_nieuw": [90.0, 30.0],
            "gemiddeld_oud": [10.0, 20.0],
            "gemiddeld_nieuw": [12.0, 21.0],
            "prijsindex": [1.1, 1.05],
        },
        index=["a", "b"],
    )
    found = decomposed(cells)
    # volume: 20 more people at shares 0.6 and 0.4; composition: 120 x (0.75 - 0.6) x 10 and 120 x (0.25 - 0.4) x 20
    assert found[VOLUME].tolist() == pytest.approx([120.0, 160.0])
    assert found[COMPOSITION].tolist() == pytest.approx([180.0, -360.0])
    # price: 90 x 10 x 0.1 and 30 x 20 x 0.05; real: 90 x (12 - 11) and 30 x (21 - 21)
    assert found[PRICE].tolist() == pytest.approx([90.0, 30.0])
    assert found[REAL].tolist() == pytest.approx([90.0, 0.0])
    # from 1,400 to 1,710
    assert found[list(PARTS)].sum(axis=1).tolist() == pytest.approx(found[CHANGE].tolist())
    assert found[CHANGE].sum() == pytest.approx(310.0)


@pytest.fixture
def answered(table: Answers, small_frame: pd.DataFrame, dimensions: Dimensions) -> pd.DataFrame:
    """Five of the six municipalities, each task paid for in two kinds."""
    rows = {}
    for number, code in enumerate(("GM1", "GM3", "GM4", "GM5", "GM6"), start=1):
        given: dict[str, object] = {
            f"vol.{group}.begeleid": float(str(small_frame.at[code, f"{group}_begeleid"]))
            for group in ("asiel", "gezin")
        }
        people = float(small_frame.loc[code, ["asiel_begeleid", "gezin_begeleid"]].sum())
        for place, task in enumerate(dimensions.task_codes):
            given |= {f"jaar.{task}.gemeente.inzet": "nvt", f"jaar.{task}.inhuur": people * (100 + 10 * number + place)}
            given[f"jaar.{task}.uitbesteding"] = people * (50 + 5 * place)
        rows[code] = given
    return table(rows)


def wave(year: int, answers: pd.DataFrame, frame: pd.DataFrame, parameters: Parameters, dimensions: Dimensions) -> Wave:
    read = read_answers(answers)
    costs = allocate(read, parameters, dimensions)
    return Wave(year, prepare(read, frame, costs, parameters, dimensions), costs.table)


@pytest.fixture
def later(small_frame: pd.DataFrame) -> pd.DataFrame:
    """More people, and more of them in the largest municipality."""
    grown = small_frame.copy()
    grown["asiel_begeleid"] *= [1.1, 1.0, 1.2, 1.1, 1.3, 1.6]
    return grown


def test_the_parts_add_up_to_the_change_of_the_macro_total(
    answered: pd.DataFrame,
    small_frame: pd.DataFrame,
    later: pd.DataFrame,
    parameters: dict[str, float | str],
    dimensions: Dimensions,
) -> None:
    dearer = answered.map(lambda value: value * 1.3 if isinstance(value, float) and value > 5_000 else value)
    first = wave(2024, answered, small_frame, parameters, dimensions)
    second = wave(2027, dearer, later, parameters, dimensions)
    found = monitor(first, second, INDICES)
    for year, answers, frame in ((OLD, answered, small_frame), (NEW, dearer, later)):
        results = compute(answers, frame, parameters, dimensions).results
        macro = results[(results["maat"] == "landelijk_totaal") & (results["weging"] == "macro")]
        said = macro.loc[macro["onderdeel"] == "uitvoering", "waarde"]
        assert float(found.items.loc[0, year]) == pytest.approx(float(said.iloc[0]))
    parts = found.items[list(PARTS)].sum(axis=1)
    assert parts.tolist() == pytest.approx(found.items[CHANGE].tolist())
    tasks = found.items.iloc[1:]
    assert tasks[[OLD, NEW, *PARTS]].sum().tolist() == pytest.approx(found.items.loc[0, [OLD, NEW, *PARTS]].tolist())
    by_division = found.classes.groupby("indeling")[[OLD, NEW]].sum()
    assert by_division.mean().tolist() == pytest.approx(found.items.loc[0, [OLD, NEW]].tolist())


def test_without_the_index_of_a_kind_that_is_paid_for_price_is_unknown(
    answered: pd.DataFrame,
    small_frame: pd.DataFrame,
    later: pd.DataFrame,
    parameters: dict[str, float | str],
    dimensions: Dimensions,
) -> None:
    first = wave(2024, answered, small_frame, parameters, dimensions)
    second = wave(2027, answered, later, parameters, dimensions)
    # nobody has own staff, so its index is not needed; without that of hired staff price and real cannot be told apart
    known = monitor(first, second, {"inhuur": 1.2, "uitbesteding": 1.05}).items.loc[0]
    assert known[PRICE] == pytest.approx(monitor(first, second, INDICES).items.loc[0, PRICE])
    unknown = monitor(first, second, {"eigen": 1.1, "uitbesteding": 1.05}).items.loc[0]
    assert np.isnan(unknown[PRICE])
    assert unknown[REAL] == pytest.approx(known[PRICE] + known[REAL], abs=1e-6)


def test_nothing_changed_has_no_change_and_no_error(
    answered: pd.DataFrame, small_frame: pd.DataFrame, parameters: dict[str, float | str], dimensions: Dimensions
) -> None:
    same = wave(2024, answered, small_frame, parameters, dimensions)
    found = monitor(same, same, dict.fromkeys(INDICES, 1.0))
    assert found.items[[CHANGE, *PARTS]].abs().to_numpy().max() == pytest.approx(0.0, abs=1e-6)
    assert found.error == pytest.approx(0.0, abs=1e-2)  # of millions
    assert found.panel[CHANGE].tolist() == [0.0] * 5


def test_municipalities_that_merged_are_one_in_the_panel(
    answered: pd.DataFrame, small_frame: pd.DataFrame, parameters: dict[str, float | str], dimensions: Dimensions
) -> None:
    first = wave(2024, answered, small_frame, parameters, dimensions)
    merged_frame = small_frame.rename(index={"GM4": "GM7"}).drop(index="GM3")
    second = wave(2027, answered.rename(index={"GM4": "GM7"}).drop(index="GM3"), merged_frame, parameters, dimensions)
    panel = monitor(first, second, INDICES, {"GM3": "GM7", "GM4": "GM7"}).panel.set_index("code")
    # GM3: 150 people at 9 x 120 + 36 + 9 x 50 + 180 = 1,746; GM4: 200 at 90 more; together 350 people
    assert panel.at["GM7", OLD] == pytest.approx((150 * 1_746 + 200 * 1_836) / 350)
    assert panel.at["GM7", NEW] == pytest.approx(1_836)
    # a municipality of which only a part answered before is in no panel
    partly = monitor(first, second, INDICES, {"GM2": "GM7", "GM4": "GM7"}).panel
    assert "GM7" not in set(partly["code"])
