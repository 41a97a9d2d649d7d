"""The parts of own cost - expected: worked out by hand, and adding up for every respondent of a made-up country."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tests.xl_addin.methods.conftest import PARAMETERS, made_up_country
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.estimates.basis import prepare
from xl_addin.methods.funding.benchmark import DIFFERENCE, OWN_COST, PARTS, REST, Structure, benchmark, parts
from xl_addin.methods.funding.distribution_key import Line, distribution_key
from xl_addin.methods.tables.columns import EXECUTION

CODES = pd.Index(["A", "B"])


def series(*values: float) -> pd.Series:
    return pd.Series(values, CODES)


def table(x: tuple[float, float], y: tuple[float, float]) -> pd.DataFrame:
    return pd.DataFrame({"x": x, "y": y}, index=CODES)


def test_by_hand() -> None:
    """A and B with 10 persons each, design 1; x is regievoering, y is not.

    fte: A 1 on x and 1 on y, B 1 on x, 0 on y. Pay per fte on x: A 60, B 40, so 50 of all; on y 80. Overhead 10 per fte
    throughout. Hired A 0, B 20; outsourced A 40, B 0. Own cost A 60 + 80 + 20 + 40 = 200, B 40 + 10 + 20 = 70: 270 over
    20 persons is 13.5 per person. Expected is 13.5 for both, so the factor is 1.

    Of all per person: fte x 2/20, y 1/20; price (180 + 30) / 3 = 70 per fte; hired 1, outsourced 2.
    A: caseload (0.1 - 0.1) x 70 = 0; scale (60 - 50) / 10 = 1; overhead 0; hired 0 - 1 = -1; outsourced 4 - 2 = 2; mix
    (1 x 60 + 1 x 90) / 10 - 0.2 x 70 = 15 - 14 = 1. Left of 20 - 13.5 = 6.5: 3.5 = (0.1 - 0.05) x 70, the fte on y.
    """
    made = Structure(
        fte=table((1, 1), (1, 0)),
        pay=table((60, 40), (80, 0)),
        overhead=table((10, 10), (10, 0)),
        hired=series(0, 20),
        outsourced=series(40, 0),
    )
    found = parts(made, series(10, 10), series(13.5, 13.5), series(1, 1), ["x"])
    assert found.loc["A"].tolist() == pytest.approx([0, 1, 0, -1, 2, 1])
    # B: scale (40 - 50) / 10, hired 2 - 1, outsourced 0 - 2, mix 60 / 10 - 0.1 x 70; left of 7 - 13.5 is -3.5
    assert found.loc["B"].tolist() == pytest.approx([0, -1, 0, 1, -2, -1])
    assert (20 - 13.5) - found.loc["A"].sum() == pytest.approx((0.1 - 0.05) * 70)


def test_what_is_not_known_is_no_number() -> None:
    made = Structure(
        table((1, 1), (1, 1)), table((60, 40), (80, float("nan"))), table((0, 0), (0, 0)), series(0, 0), series(0, 0)
    )
    found = parts(made, series(10, 10), series(10, 10), series(1, 1), ["x"])
    assert found.loc["B"].isna().all()
    assert found.loc["A"].notna().all()


@pytest.fixture(scope="module")
def compared(dimensions):
    frame, answers = made_up_country(60, 6)
    read = read_answers(answers)
    basis = prepare(read, frame, allocate(read, PARAMETERS, dimensions), PARAMETERS, dimensions)
    made = distribution_key(basis, [Line("1"), Line("begeleid")])
    assert made.key is not None
    return basis, read, made.key, benchmark(basis, read, made.key)


def test_parts_add_up_for_every_respondent(compared) -> None:
    basis, _, key, found = compared
    own = found[OWN_COST].dropna().index
    assert len(own) == len(key.observed.cost) == 66
    euros = basis.respondents.annual.loc[own, EXECUTION] - key.expected.loc[own, "verwacht"]
    assert (found.loc[own, DIFFERENCE] * basis.respondents.persons[own]).to_numpy() == pytest.approx(euros.to_numpy())
    assert found.loc[own, list(PARTS)].sum(axis=1).to_numpy() == pytest.approx(found.loc[own, DIFFERENCE].to_numpy())
    full = basis.respondents.complete[own]
    assert found.loc[own[full], list(PARTS)].notna().all(axis=None)
    # who gave edge totals only has a difference and nothing to split it by
    edge = found.loc[own[~full]]
    assert edge[REST].to_numpy() == pytest.approx(edge[DIFFERENCE].to_numpy())
    assert edge[list(PARTS[:-1])].isna().all(axis=None)


def test_twice_the_cost_of_everything_hired_moves_that_part_alone(compared) -> None:
    """100 euros more hired work at one respondent: its part hired grows, its caseload part hardly moves."""
    basis, read, key, before = compared
    people = basis.respondents
    one = people.kinds["inhuur"].dropna().index[3]
    kinds, annual = people.kinds.copy(), people.annual.copy()
    more = 100 * people.persons[one]
    kinds.loc[one, "inhuur"] += more
    annual.loc[one, EXECUTION] += more
    after = benchmark(replace(basis, respondents=replace(people, kinds=kinds, annual=annual)), read, key)
    moved = (after.loc[one] - before.loc[one]).astype(float)
    assert moved[DIFFERENCE] == pytest.approx(100)
    assert moved["inhuur"] == pytest.approx(100, abs=10)
    assert moved[list(PARTS)].sum() == pytest.approx(100)
    assert moved["salarisschaal"] == pytest.approx(0, abs=1e-9)
