"""The cross-checks between finished result tables of a survey, read from its `consistency.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Literal

from pydantic import Field

from templates.loading import FOLDER, read_template
from templates.schema import Frozen

FILE = "consistency.yaml"


class Step(Frozen):
    """How cells are rounded in print: the first entry that fits counts, an empty list fits everything. 0: exact."""

    tables: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    step: float

    def fits(self, table: str, row: str, column: str) -> bool:
        wanted = ((self.tables, table), (self.rows, row), (self.columns, column))
        return all(not names or name in names for names, name in wanted)


class CrossCheck(Frozen):
    """Two formulas over printed cells and how they must relate.

    level: `tegenspraak` where no unrounded figures can satisfy it, `vraag` where it holds under an assumption only.
    over: written out, one check per combination; each: per set of words. `{...}` in the other texts is filled in. note:
    where docs/consistentie.md explains it.
    """

    id: str
    text: str
    left: str
    relation: Literal["=", "<=", ">="] = "="
    right: str
    level: Literal["tegenspraak", "vraag"] = "tegenspraak"
    note: str = ""
    over: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    each: tuple[dict[str, str], ...] = ()

    def cases(self) -> Iterator[CrossCheck]:
        """The check for every combination of `over` and every entry of `each`."""
        for codes in product(*self.over.values()):
            for words in self.each or ({},):
                filled = {**dict(zip(self.over, codes, strict=True)), **words}
                texts = {name: _filled(getattr(self, name), filled) for name in ("id", "text", "left", "right")}
                yield self.model_copy(update={**texts, "over": {}, "each": ()})


class Consistency(Frozen):
    """All cross-checks, the lists of rows that their formulas name, and the rounding of the prints."""

    rounding: tuple[Step, ...]
    lists: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    checks: tuple[CrossCheck, ...]

    def step(self, table: str, row: str, column: str) -> float:
        """The rounding of a cell; whole numbers where nothing says otherwise."""
        return next((entry.step for entry in self.rounding if entry.fits(table, row, column)), 1.0)


def _filled(text: str, words: dict[str, str]) -> str:
    for name, word in words.items():
        text = text.replace("{" + name + "}", word)
    return text


@cache
def load_consistency(survey_id: str, folder: Path = FOLDER) -> Consistency | None:
    """The cross-checks of a survey; None when it has none. Raises `Problems` with every mistake, with file and line."""
    path = folder / survey_id / FILE
    if not path.is_file():
        return None
    found: Consistency = read_template(path, Consistency)
    return found
