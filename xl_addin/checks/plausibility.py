"""Whether answers can be true: figures within bounds and beside the others', and slips that explain one that is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from templates import Survey
from templates.columns import guided_column as guided
from templates.plausibility import Bounds, Judgement, Others, Slip, load_plausibility
from templates.questions import questions
from xl_addin.checks.answered import Answered
from xl_addin.checks.findings import Finding, Places, findings_table, placed, shown
from xl_addin.checks.limits import Limits
from xl_addin.checks.slips import proposals, repaired
from xl_addin.methods.answers.amounts import Parameters, amount
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.key_figures import key_figures
from xl_addin.methods.estimates.comparison import robust_z
from xl_addin.methods.sample.classes import size_classes
from xl_addin.methods.tables.columns import INHABITANTS

LARGEST_Z, LEAST_OTHERS = "plausibel.anderen.z", "plausibel.anderen.minimum"
Explained = frozenset[tuple[str, str]]


def check_plausibility(
    answers: pd.DataFrame,
    survey: Survey,
    parameters: Parameters,
    places: Places,
    frame: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The findings of the survey's `plausibility.yaml`, in the columns of `bevindingen.csv`.

    With a frame (index code) also the checks that need the other respondents or what was known beforehand. A figure
    out of bounds that a slip explains is told as that slip only, with the proposed answer as the one expected; the
    other figures are judged as they would be with it.
    """
    rules = load_plausibility(survey.id, language=survey.language).written_out(survey.dimensions)
    if answers.empty or not (rules.bounds or rules.others or rules.slips):
        return findings_table(())
    known = _known(answers, survey, frame)
    limits = Limits(rules.bounds, survey, parameters)
    as_given = judged = _Judged.of(answers, survey, parameters, known)
    found: list[Finding] = []
    explained: set[tuple[str, str]] = set()
    # an answer that cannot be true by itself comes first: it makes figures implausible that other slips would explain
    for slips in _by_certainty(rules.slips, survey):
        proposed = list(proposals(slips, answers, judged.book, judged.figures, limits, survey, parameters, known))
        for one in proposed:
            explained |= {(one.code, figure) for figure in one.slip.figures}
            found.append(_finding(one.slip, one.code, one.cell, one.found, one.proposed))
        if proposed:
            answers = repaired(answers, proposed)
            judged = _Judged.of(answers, survey, parameters, known)
    for bounds in rules.bounds:
        found.extend(_out_of_bounds(bounds, judged.book, judged.figures, limits, frozenset(explained)))
    if frame is not None:
        classes = size_classes(frame[INHABITANTS].astype(float).reindex(answers.index), parameters)
        for others in rules.others:
            found.extend(_far_from_others(others, as_given.book, as_given.figures, classes, parameters))
    return findings_table(placed(finding, places) for finding in found)


class _Judged(NamedTuple):
    """Answers, and the figures that are judged."""

    book: Answered
    figures: pd.DataFrame

    @classmethod
    def of(cls, answers: pd.DataFrame, survey: Survey, parameters: Parameters, known: pd.DataFrame | None) -> _Judged:
        return cls(
            Answered(answers, questions(survey)),
            key_figures(read_answers(answers), parameters, survey.dimensions, known),
        )


def _by_certainty(slips: Sequence[Slip], survey: Survey) -> tuple[list[Slip], list[Slip]]:
    """The slips that an answer shows by itself, such as 61 for a fraction, and those that show in a figure."""
    asked = {one.id for one in questions(survey)}
    certain = [slip for slip in slips if all(figure in asked for figure in slip.figures)]
    return certain, [slip for slip in slips if slip not in certain]


def _known(answers: pd.DataFrame, survey: Survey, frame: pd.DataFrame | None) -> pd.DataFrame | None:
    if frame is None:
        return None
    groups = survey.dimensions.group_codes
    columns = frame.reindex(index=answers.index, columns=[guided(group) for group in groups]).astype(float)
    return columns.set_axis(list(groups), axis=1)


def _out_of_bounds(
    bounds: Bounds, book: Answered, figures: pd.DataFrame, limits: Limits, explained: Explained
) -> Iterator[Finding]:
    if bounds.figure not in figures:
        return
    values = figures[bounds.figure].to_numpy()
    low, high = limits.of(bounds)
    for row in np.flatnonzero(((values < low) | (values > high)) & book.holds(bounds.when)):
        if (book.codes[row], bounds.figure) not in explained:
            expected = f"{shown(_end(low))} tot en met {shown(_end(high))}"
            yield _finding(bounds, book.codes[row], bounds.cell, _rounded(values[row]), expected)


def _far_from_others(
    others: Others, book: Answered, figures: pd.DataFrame, classes: pd.Series, parameters: Parameters
) -> Iterator[Finding]:
    least = amount(parameters, LEAST_OTHERS)
    if np.isnan(least):
        return
    compared = robust_z(figures[others.figure], classes, int(least))
    far = compared.z.abs().to_numpy() > amount(parameters, LARGEST_Z)
    for row in np.flatnonzero(far & book.holds(others.when)):
        value, median = figures[others.figure].iloc[row], compared.median.iloc[row]
        yield _finding(others, book.codes[row], others.cell, _rounded(value), f"rond {_rounded(median)}")


def _finding(judgement: Judgement, code: str, cell: str, found: str, expected: str) -> Finding:
    return Finding(code, judgement.id, judgement.severity, judgement.text, id=cell, gevonden=found, verwacht=expected)


def _end(limit: float) -> float | None:
    return None if np.isinf(limit) else limit


def _rounded(value: float) -> str:
    """A figure with the digits that matter: whole from a hundred on."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
