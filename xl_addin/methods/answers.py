"""How an answer is read: a number, `nvt` (counts as 0), `onbekend` or empty (both: not answered).

Every method reads the wide answers table through these functions, so that they all read it alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from xl_addin.methods.columns import NOT_APPLICABLE


def numbers(answers: pd.DataFrame, ids: Sequence[str]) -> pd.DataFrame:
    """The answers to numeric questions as floats: `nvt` is 0, `onbekend`, empty and other text are NaN.

    answers: index municipality code, a column per question id; a question without a column is unanswered.
    Gives a float table with the same index and one column per id, in the order asked.
    """
    cells = answers.reindex(columns=list(ids)).to_numpy(dtype=object)
    flat = pd.Series(cells.ravel(), dtype=object)
    read = pd.to_numeric(flat.where(flat != NOT_APPLICABLE, 0.0), errors="coerce").to_numpy(dtype=float)
    read = np.where(np.isfinite(read), read, np.nan)
    return pd.DataFrame(read.reshape(cells.shape), index=answers.index, columns=list(ids))


def answered(answers: pd.DataFrame, ids: Sequence[str]) -> pd.DataFrame:
    """Which numeric questions hold a number or `nvt`, as booleans of the same shape as `numbers`."""
    return numbers(answers, ids).notna()


def number(answers: pd.DataFrame, question: str) -> pd.Series:
    """One numeric question as a float series; see `numbers`."""
    return numbers(answers, [question])[question]


def texts(answers: pd.DataFrame, ids: Sequence[str]) -> pd.DataFrame:
    """The answers to code questions as text; empty and numbers are the empty string, `nvt` stays `nvt`."""
    cells = answers.reindex(columns=list(ids)).to_numpy(dtype=object)
    words = [cell if isinstance(cell, str) else "" for cell in cells.ravel()]
    read = np.array(words, dtype=object).reshape(cells.shape)
    return pd.DataFrame(read, index=answers.index, columns=list(ids))


def text(answers: pd.DataFrame, question: str) -> pd.Series:
    """One code question as text; see `texts`."""
    return texts(answers, [question])[question]
