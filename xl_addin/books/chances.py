"""The chance of being drawn per municipality, where the workbook knows it: a column of Steekproef, else of Trekking."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from templates.columns import CODE
from xl_addin.books.book import read_table
from xl_addin.methods.answers.amounts import choice
from xl_addin.methods.estimates.basis import BY_CHANCE, DESIGN_STRATA
from xl_addin.methods.sample.sampling import CHANCE
from xl_addin.methods.weights.margins import as_number


def drawn_chances(book: xw.Book, sample: pd.DataFrame, parameters: Mapping[str, float | str]) -> pd.Series | None:
    """Per code above 0 and at most 1, NaN where it is not; None where design weights do not rest on chances.

    sample: the list Steekproef with its own columns.
    """
    if choice(parameters, DESIGN_STRATA, "") != BY_CHANCE:
        return None
    known = sample if CHANCE in sample.columns else read_table(book, place.DRAW_TABLE)
    known = known.dropna(subset=[CODE]).drop_duplicates(CODE)
    given = pd.Series(known[CHANCE].to_numpy(dtype=object), index=known[CODE].astype(str))
    amounts = given.map(_amount).astype(float)
    return amounts.where((amounts > 0) & (amounts <= 1))


def _amount(cell: object) -> float:
    try:
        return as_number(cell)
    except (TypeError, ValueError):
        return float("nan")
