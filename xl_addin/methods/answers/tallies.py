"""Answers counted: unweighted shares, "weet niet" among them, and means (METHOD section 10; report, section 6.2).

Every respondent counts once. A body of several municipalities is one respondent beside them: rows with groep empty hold
everyone, the others one kind of respondent each.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from templates.schema import Dimensions, Tally
from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.tables.columns import TOTAL, UNIT_FRACTION
from xl_addin.methods.tables.results import Row, row

SHARE, MEAN, RESPONDENTS = "aandeel_antwoord", "gemiddeld_antwoord", "respondenten"
BY_ANSWER = "antwoord"
UNIT_RESPONDENTS = "respondenten"


def tallied(answers: Answers, dimensions: Dimensions) -> Iterator[Row]:
    """Rows of `resultaten.csv`: `respondenten`, and per question and kind of respondent `aandeel_antwoord` by answer.

    n = who answered the question; a question nobody answered gives no rows. A number gives
    `gemiddeld_antwoord` with min and max, and `aandeel_antwoord` from the bounds of the tally on.
    """
    for kind, mine in _kinds(answers, dimensions) if dimensions.tallies else ():
        yield row(RESPONDENTS, "", kind, TOTAL, unit=UNIT_RESPONDENTS, value=float(len(mine)), n=len(mine))
        for tally in dimensions.tallies:
            yield from _codes(mine, tally, kind, dimensions) if tally.code_list else _numbers(mine, tally, kind)


def _kinds(answers: Answers, dimensions: Dimensions) -> Iterator[tuple[str, Answers]]:
    yield "", answers
    if dimensions.respondents is not None:
        given = answers.text(dimensions.respondents.question)
        for code in dimensions.codes(dimensions.respondents.code_list):
            yield code.code, answers.of(answers.index[given == code.code])


def _codes(answers: Answers, tally: Tally, kind: str, dimensions: Dimensions) -> Iterator[Row]:
    codes = [code.code for code in dimensions.codes(tally.code_list)]
    given = answers.text(tally.question)
    given = given[given.isin(codes)]
    for name, together in {**{code: (code,) for code in codes}, **tally.combined}.items():
        yield from _share(tally, kind, name, given.isin(together))


def _numbers(answers: Answers, tally: Tally, kind: str) -> Iterator[Row]:
    given = answers.number(tally.question).dropna()
    if len(given):
        low, high = float(given.min()), float(given.max())
        mean = float(given.mean())
        yield row(MEAN, tally.question, kind, TOTAL, unit="", value=mean, minimum=low, maximum=high, n=len(given))
    for name, bound in tally.at_least.items():
        yield from _share(tally, kind, name, given >= bound)


def _share(tally: Tally, kind: str, name: str, holds: pd.Series) -> Iterator[Row]:
    if len(holds):
        share = float(np.mean(holds.to_numpy(dtype=float)))
        yield row(SHARE, tally.question, kind, BY_ANSWER, name, unit=UNIT_FRACTION, value=share, n=len(holds))
