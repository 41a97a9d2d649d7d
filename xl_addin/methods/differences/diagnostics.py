"""What lies behind the estimates, together: weights, relations, differences between classes, single municipalities."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.differences.decomposition import decompose, difference_rows
from xl_addin.methods.differences.influence import leave_one_out
from xl_addin.methods.differences.relations import (
    Correlation,
    characteristics,
    class_intervals,
    correlation_rows,
    correlations,
    explained_rows,
)
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.estimates.weight_diagnostics import counts, margins, quality, spread, weighed_respondents
from xl_addin.methods.tables.columns import COST_PER_PERSON, EXECUTION
from xl_addin.methods.tables.results import Row


@dataclass(frozen=True)
class Insight:
    """Tables for the pages of the analysis workbook, and rows of `resultaten.csv` (maat verband, verklaard,
    verschil_klasse). A table is empty where there are no respondents to rest on.
    """

    quality: pd.DataFrame
    margins: pd.DataFrame
    counts: pd.DataFrame
    spread: pd.DataFrame
    influence: pd.DataFrame
    correlations: dict[str, dict[str, Correlation]]
    intervals: pd.DataFrame
    explained: tuple[Row, ...]
    differences: pd.DataFrame
    points: pd.DataFrame
    rows: tuple[Row, ...]


_NONE = pd.DataFrame()
NO_INSIGHT = Insight(_NONE, _NONE, _NONE, _NONE, _NONE, {}, _NONE, (), _NONE, _NONE, ())
"""Of a survey without cost there is nothing to look behind."""


def look_behind(basis: Basis, answers: Answers, costs: pd.DataFrame, results: pd.DataFrame) -> Insight:
    """Everything at once. costs: as `kosten.csv`; results: the rows of `estimate`; nothing is changed."""
    persons = weighed_respondents(basis)
    points = characteristics(basis, answers)
    found = correlations(basis, points)
    explained = tuple(explained_rows(results))
    differences = decompose(basis, answers, costs)
    intervals = class_intervals(results)
    rows = (*correlation_rows(found), *explained, *difference_rows(differences))
    nothing = pd.DataFrame()
    if persons.empty:
        return Insight(
            nothing, nothing, nothing, nothing, nothing, found, intervals, explained, differences, points, rows
        )
    weights = basis.weigher.weigh(persons)
    cost = basis.respondents.annual.loc[persons.index, EXECUTION]
    return Insight(
        quality=quality(weights),
        margins=margins(basis, persons, weights),
        counts=counts(basis, persons),
        spread=spread(weights),
        influence=leave_one_out(cost, persons, basis.classes, basis.guided, basis.weigher.rules),
        correlations=found,
        intervals=intervals,
        explained=explained,
        differences=differences,
        points=points[points[COST_PER_PERSON].notna()],
        rows=rows,
    )
