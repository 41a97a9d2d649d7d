"""A workbook as read: its sheets and what its names lead to, whatever the format it came in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from xl_addin.intake.parsing.grid import At, Grid

Spot = tuple[str, int, int]
"""Sheet, row and column."""


@dataclass
class Book:
    """What a file holds. Sheets are parsed when they are asked for, once.

    `names`: name in lower case -> place; `local_names`: the same per sheet, for names that count on one sheet only;
    `traits`: what else is in it (macros, koppelingen, objecten); `modified`: when it was last saved according to
    itself, as ISO text, or empty.
    """

    kind: str
    sheets: tuple[str, ...]
    parse: Callable[[str], Grid]
    names: dict[str, Spot] = field(default_factory=dict)
    local_names: dict[str, dict[str, Spot]] = field(default_factory=dict)
    traits: tuple[str, ...] = ()
    modified: str = ""
    _grids: dict[str, Grid] = field(default_factory=dict, repr=False)

    def grid(self, sheet: str) -> Grid:
        """The cells of a sheet; an empty one for a sheet that is not there."""
        if sheet not in self._grids:
            self._grids[sheet] = self.parse(sheet) if sheet in self.sheets else Grid(sheet)
        return self._grids[sheet]


def spot(sheet: str, at: At) -> Spot:
    """A place on a sheet."""
    return sheet, at[0], at[1]
