"""Where the cost per inburgeraar of a class differs from that of all respondents, in parts that add up exactly.

Kitagawa (1955) for the mix of groups, and the same symmetric split for quantity and price of own staff: a x b differs
by (a1 - a0)(b1 + b0) / 2 + (b1 - b0)(a1 + a0) / 2. It is bookkeeping: a part says where the difference sits, not what
brings it about (METHOD section 7).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from xl_addin.methods.answers.answers import Answers, Floats
from xl_addin.methods.costs.staff import total_pay
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.tables.columns import (
    CLASS_DIFFERENCE,
    CODE,
    COUNT,
    ENTRANCE,
    EURO,
    EXECUTION,
    GROUP,
    HIRED,
    KIND,
    OUTSOURCED,
    OWN,
    RATIO,
    TASK,
    TOTAL,
    TRAJECTORY,
    UNIT_EURO_PER_PERSON,
)
from xl_addin.methods.tables.results import Row, row

WHOLE, MIX, CASELOAD_PART, SCALE_PART, REST = "totaal", "samenstelling", "caseload", "schaal", "rest"
PARTS = (MIX, CASELOAD_PART, SCALE_PART, HIRED, OUTSOURCED, REST)


class Sums(NamedTuple):
    """Sums over respondents: inburgeraars, those of the first groep, fte and salaries of regievoering, annual cost."""

    persons: float
    first_group: float
    fte: float
    salaries: float
    own: float
    hired: float
    outsourced: float

    @property
    def cost(self) -> float:
        """Annual cost per inburgeraar."""
        return (self.own + self.hired + self.outsourced) / self.persons


def decompose(basis: Basis, answers: Answers, costs: pd.DataFrame) -> pd.DataFrame:
    """A row per class (index indeling, klasse): n, totaal and the parts of `PARTS`, euro per inburgeraar.

    totaal = cost per inburgeraar of the class - that of all full respondents, and the sum of the parts:
    samenstelling: the share of the first groep x what own staff of regievoering costs more a year for that groep than
    for the other (hours of the trajectory entrance); caseload: fte of regievoering per inburgeraar at average salary,
    less samenstelling; schaal: salary per fte at average fte; inhuur; uitbesteding; rest: other own staff, overhead.
    samenstelling is NaN where the groups' hours are not known, and caseload then holds it. costs: as `kosten.csv`.
    """
    units = _units(basis, answers)
    price = price_of_mix(basis, costs)
    figures = units.to_numpy(dtype=float)
    every = _sums(figures)
    rows = {}
    for place, inside in zip(basis.members.places, basis.members.of(units.index).T, strict=True):
        if place[0] == TOTAL or not inside.any():
            continue
        rows[place] = {COUNT: int(inside.sum()), **_parts(_sums(figures[inside]), every, price)}
    index = pd.MultiIndex.from_tuples(rows, names=["indeling", "klasse"]) if rows else None
    return pd.DataFrame(list(rows.values()), index=index, columns=[COUNT, WHOLE, *PARTS])


def _units(basis: Basis, answers: Answers) -> pd.DataFrame:
    """The full respondents with annual cost and known staff: a row each, a column per field of `Sums`."""
    people, tasks = basis.respondents, basis.dimensions.steering_tasks
    use = people.complete & people.annual[EXECUTION].notna() & (people.persons > 0)
    codes = people.persons.index[use]
    first = basis.dimensions.group_codes[:1]
    pay = total_pay(answers.of(codes), tasks, basis.parameters)
    columns = {
        "persons": people.persons[codes],
        "first_group": people.by_group.loc[codes, list(first)].sum(axis=1),
        "fte": people.fte.loc[codes, list(tasks)].sum(axis=1, skipna=False),
        "salaries": pay.sum(axis=1, skipna=False),
        **dict(zip(("own", "hired", "outsourced"), _kinds(people.kinds.loc[codes]), strict=True)),
    }
    return pd.DataFrame(columns, index=codes, columns=list(Sums._fields)).astype(float).dropna()


def _kinds(kinds: pd.DataFrame) -> list[pd.Series]:
    return [kinds[kind] for kind in (OWN, HIRED, OUTSOURCED)]


def price_of_mix(basis: Basis, costs: pd.DataFrame) -> float:
    """Euros a year of own staff of regievoering that an inburgeraar of the first groep takes above the second.

    NaN where there are no two groups, or hours of one are not known. costs: as `kosten.csv`.
    """
    groups = basis.dimensions.group_codes
    if len(groups) != 2:
        return np.nan
    tasks = [task for task in basis.dimensions.steering_tasks if task in basis.dimensions.trajectory_tasks]
    rows = costs[(costs[ENTRANCE] == TRAJECTORY) & (costs[KIND] == OWN) & costs[TASK].isin(tasks)]
    means = []
    for group in groups:
        mine = rows[rows[GROUP] == group].groupby(CODE)[EURO]
        # known where every task has a row and none is of unknown cost
        per_person = mine.sum(skipna=False).where(mine.size() == len(tasks))
        persons = basis.respondents.by_group[group].reindex(per_person.index)
        use = per_person.notna() & (persons > 0)
        whole = float(persons[use].sum())
        means.append(float((per_person * persons)[use].sum()) / whole if whole > 0 else np.nan)
    return (means[0] - means[1]) / basis.dimensions.trajectory_years


def _sums(units: Floats) -> Sums:
    return Sums(*units.sum(axis=0).tolist())


def _parts(mine: Sums, every: Sums, price: float) -> dict[str, float]:
    staffing = mine.fte / mine.persons, every.fte / every.persons
    # without any fte in the class there is no salary of its own to compare: all of the difference is staffing
    salary = every.salaries / every.fte if every.fte > 0 else 0.0
    salaries = mine.salaries / mine.fte if mine.fte > 0 else salary, salary
    mix = (mine.first_group / mine.persons - every.first_group / every.persons) * price
    found = {
        WHOLE: mine.cost - every.cost,
        MIX: mix,
        CASELOAD_PART: (staffing[0] - staffing[1]) * sum(salaries) / 2 - (0.0 if np.isnan(mix) else mix),
        SCALE_PART: (salaries[0] - salaries[1]) * sum(staffing) / 2,
        HIRED: mine.hired / mine.persons - every.hired / every.persons,
        OUTSOURCED: mine.outsourced / mine.persons - every.outsourced / every.persons,
    }
    named = [value for part, value in found.items() if part != WHOLE and not np.isnan(value)]
    return {**found, REST: found[WHOLE] - sum(named)}


def difference_rows(table: pd.DataFrame) -> Iterator[Row]:
    """Rows of `resultaten.csv`, maat `verschil_klasse`: the difference (onderdeel totaal) and its parts per class."""
    for (division, klasse), n, *figures in table.itertuples():
        for part, value in zip((WHOLE, *PARTS), figures, strict=True):
            yield row(
                CLASS_DIFFERENCE,
                part,
                "",
                str(division),
                str(klasse),
                RATIO,
                unit=UNIT_EURO_PER_PERSON,
                value=float(value),
                n=float(n),
            )
