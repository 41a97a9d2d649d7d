"""An amount of which a part may be unknown (METHOD section 2, "What is known")."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from xl_addin.methods.answers.answers import Cell, Flags, Floats


class Part(NamedTuple):
    """Per municipality the known part of an amount, a lower bound, and where that is all of it. Nothing is NaN."""

    euro: Floats
    known: Flags

    def times(self, factor: Floats) -> Part:
        """The amount times a factor that is NaN where it is not known: then only an amount of 0 stays known."""
        unknown = np.isnan(factor)
        return Part(np.where(unknown, 0.0, self.euro * factor), self.known & ~(unknown & (self.euro > 0)))

    def where(self, counts: Flags) -> Part:
        """The amount where it counts; elsewhere a known 0."""
        return Part(np.where(counts, self.euro, 0.0), self.known | ~counts)

    @property
    def all_known(self) -> Floats:
        """The amount, NaN where not all of it is known."""
        return np.where(self.known, self.euro, np.nan)


def of_cell(cell: Cell) -> Part:
    """The amount that a cell holds: empty and `nvt` are a known 0."""
    return Part(cell.amount, ~cell.unknown)


def of_figures(figures: Floats) -> Part:
    """Amounts that are NaN where they are not known."""
    known = np.isfinite(figures)
    return Part(np.where(known, figures, 0.0), known)


def nothing(size: int) -> Part:
    """A known 0 for every municipality."""
    return Part(np.zeros(size), np.ones(size, dtype=bool))


def total(parts: Iterable[Part], size: int) -> Part:
    """The sum of amounts: known where each of them is."""
    euro, known = np.zeros(size), np.ones(size, dtype=bool)
    for part in parts:
        euro, known = euro + part.euro, known & part.known
    return Part(euro, known)
