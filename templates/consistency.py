"""The cross-checks between finished result tables of a survey, read from its `consistency.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Literal

from pydantic import Field

from templates.folders import survey_home
from templates.loading import read_part
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
    printed: whether the prints themselves should satisfy it too, as a reader who adds up expects; told as `afronding`
    when they do not. over: written out, one check per combination; each: per set of words. `{...}` in the other texts
    is filled in. note: where docs/consistentie.md explains it.
    """

    id: str
    text: str
    left: str
    relation: Literal["=", "<=", ">="] = "="
    right: str
    level: Literal["tegenspraak", "vraag"] = "tegenspraak"
    note: str = ""
    printed: bool = True
    over: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    each: tuple[dict[str, str], ...] = ()

    def cases(self, spoken: Mapping[str, str]) -> Iterator[CrossCheck]:
        """The check for every combination of `over` and every entry of `each`; `spoken` are words for the sentence."""
        for codes in product(*self.over.values()):
            for words in self.each or ({},):
                filled = {**dict(zip(self.over, codes, strict=True)), **words}
                texts = {name: _filled(getattr(self, name), filled) for name in ("id", "left", "right")}
                texts["text"] = _filled(self.text, {name: spoken.get(word, word) for name, word in filled.items()})
                yield self.model_copy(update={**texts, "over": {}, "each": ()})


class Consistency(Frozen):
    """All cross-checks, the lists of rows that their formulas name, and the rounding of the prints.

    spoken: how a word of `over` or `each` reads in the sentence.
    """

    rounding: tuple[Step, ...]
    lists: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    spoken: dict[str, str] = Field(default_factory=dict)
    checks: tuple[CrossCheck, ...]

    def step(self, table: str, row: str, column: str) -> float:
        """The rounding of a cell; whole numbers where nothing says otherwise."""
        return next((entry.step for entry in self.rounding if entry.fits(table, row, column)), 1.0)


def _filled(text: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        text = text.replace("{" + name + "}", word)
    return text


def load_consistency(survey_id: str, folder: Path | None = None) -> Consistency | None:
    """The cross-checks of a survey; None when it has none. Raises `Problems` with every mistake, with file and line."""
    return _loaded(survey_home(survey_id, folder) / FILE)


@cache
def _loaded(path: Path) -> Consistency | None:
    return read_part(path, Consistency) if path.is_file() else None
