"""IJkpunt: what a municipality costs beside what the estimated key expects of it, in parts that add up (METHOD 12).

The expected cost is thought to be made as that of all respondents together (weighted by design): the same fte per task,
pay and overhead per fte, hired and outsourced work, all times one factor so that they come to the expected cost. Then

    caseload        own fte of regievoering above that, at the mean price of an fte
    overig          own fte of the other tasks above that, at the same price, and all that cannot be split
    taakmix         fte in tasks with a higher price than the mean
    salarisschaal   fte x (own pay per fte - that of all, per task)
    overhead        fte x (own overhead per fte - that of all, per task)
    inhuur, uitbesteding   own amounts above the expected ones

It is bookkeeping, not a cause: who hires has fewer own staff, and the two parts are then each other's mirror.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.costs.staff import total_pay
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.funding.distribution_key import Key
from xl_addin.methods.tables.columns import ANNUAL, EXECUTION, HIRED, OUTSOURCED, OWN

PARTS = ("caseload", "salarisschaal", "overhead", HIRED, OUTSOURCED, "taakmix", "overig")
REST = PARTS[-1]
OWN_COST, DIFFERENCE, PERSONS = "eigen", "verschil", "begeleid"


class Structure(NamedTuple):
    """Of what the cost of respondents is made (rows) per task (columns): fte, pay and overhead in euros; and what is
    hired and outsourced. NaN where it is not known.
    """

    fte: pd.DataFrame
    pay: pd.DataFrame
    overhead: pd.DataFrame
    hired: pd.Series
    outsourced: pd.Series

    @property
    def known(self) -> pd.Series:
        """The respondents of whom all of it is known."""
        tables = (*self[:3], self.hired.to_frame(), self.outsourced.to_frame())
        return pd.concat([one.notna().all(axis=1) for one in tables], axis=1).all(axis=1)

    def at(self, codes: pd.Index) -> Structure:
        """Of these respondents."""
        return Structure(
            self.fte.loc[codes],
            self.pay.loc[codes],
            self.overhead.loc[codes],
            self.hired[codes],
            self.outsourced[codes],
        )


def benchmark(basis: Basis, answers: Answers, key: Key) -> pd.DataFrame:
    """A row per municipality of the frame, in euros per person (its own number, else the frame's).

    Columns: PERSONS, verwacht, laag, hoog (95% prediction interval), and for respondents OWN_COST, DIFFERENCE and
    PARTS, which add up to it; where the split is not known the other parts are NaN and REST is the whole difference.
    """
    people, used = basis.respondents, key.observed.cost.index
    own_persons = people.persons[used]
    persons = own_persons.reindex(basis.frame.index).fillna(basis.guided)
    table = key.expected.div(persons.where(persons > 0), axis=0)
    cost = people.annual.loc[used, EXECUTION] / own_persons
    difference = cost - table.loc[used, "verwacht"]
    made = structure(basis, answers).at(used)
    split = parts(made, own_persons, table.loc[used, "verwacht"], key.observed.design, basis.dimensions.steering_tasks)
    split[REST] = difference - split.sum(axis=1)
    columns = {PERSONS: persons, **table, OWN_COST: cost, DIFFERENCE: difference, **split[list(PARTS)]}
    return pd.DataFrame(columns, index=basis.frame.index)


def structure(basis: Basis, answers: Answers) -> Structure:
    """What the annual cost of every respondent is made of."""
    people, tasks = basis.respondents, list(basis.dimensions.task_codes)
    codes = people.persons.index
    pay = total_pay(answers.of(codes), tasks, basis.parameters)
    items = {task: people.costs.item(ANNUAL, "", task) for task in tasks}
    own = pd.DataFrame({task: one.kinds[OWN].all_known for task, one in items.items()}, index=people.costs.index)
    kinds = people.kinds.reindex(columns=[HIRED, OUTSOURCED], fill_value=0.0)
    return Structure(people.fte[tasks], pay, own.loc[codes] - pay, kinds[HIRED], kinds[OUTSOURCED])


def parts(
    made: Structure, persons: pd.Series, expected: pd.Series, design: pd.Series, steering: Sequence[str]
) -> pd.DataFrame:
    """All PARTS but REST per respondent in euros per person; NaN where the structure or what is expected is not known.

    persons, expected (euros per person), design: per respondent; steering: the tasks of regievoering, all where there
    are none. What they leave of own cost - expected is the staff of the other tasks.
    """
    use = made.known & expected.notna()
    nothing = pd.DataFrame(np.nan, index=persons.index, columns=list(PARTS[:-1]))
    weight = design.where(use, 0.0)
    if not use.any() or not (weight * persons).sum() > 0:
        return nothing
    whole = float((weight * persons).sum())
    fte, pay, overhead = (part.fillna(0.0).mul(weight, axis=0).sum() for part in made[:3])
    hired, outsourced = (float((part.fillna(0.0) * weight).sum()) / whole for part in made[3:])
    pay_each, overhead_each = (sums.div(fte.where(fte > 0)).fillna(0.0) for sums in (pay, overhead))
    price_each = pay_each + overhead_each
    price = float((pay + overhead).sum()) / float(fte.sum()) if fte.sum() > 0 else 0.0
    mean = float((pay + overhead).sum()) / whole + hired + outsourced
    scaled = expected / mean
    own = made.fte.div(persons, axis=0)
    led = list(steering) or list(made.fte.columns)
    found = pd.DataFrame(
        {
            PARTS[0]: (own[led].sum(axis=1) - scaled * float(fte[led].sum()) / whole) * price,
            PARTS[1]: (made.pay - made.fte * pay_each).sum(axis=1) / persons,
            PARTS[2]: (made.overhead - made.fte * overhead_each).sum(axis=1) / persons,
            HIRED: made.hired / persons - scaled * hired,
            OUTSOURCED: made.outsourced / persons - scaled * outsourced,
            PARTS[5]: (own * price_each).sum(axis=1) - own.sum(axis=1) * price,
        }
    )
    return nothing.where(~use, found)
