"""The plausibility checks of a survey, read from its `plausibility.yaml`: what a figure may be, and typical slips."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from templates.folders import survey_home
from templates.loading import OWN_LANGUAGE, read_part
from templates.schema import Condition, Dimensions, Frozen, Severity
from templates.translation import Translation

FILE = "plausibility.yaml"
Limit = float | str
"""A number, or the code of a parameter."""


class Judgement(Frozen):
    """What all plausibility checks share: what is judged, the answer that the finding points at, and the sentence.

    A figure is one of `methods.costs.key_figures`, or the id of a numeric question. `over` writes a check out, one
    per combination of codes; `{...}` in the other texts is filled in.
    """

    id: str
    family: Literal["plausibiliteit", "consistentie"] = "plausibiliteit"
    severity: Severity
    over: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    when: tuple[Condition, ...] = ()
    one_answer: bool = True
    text: str


class Bounds(Judgement):
    """The figure lies within [low, high]; an end that is not given, or a parameter without a value, does not bind."""

    figure: str
    cell: str
    low: Limit | None = None
    high: Limit | None = None


class Others(Judgement):
    """The figure lies within reach of those of the other respondents (robust z-score)."""

    figure: str
    cell: str


class Slip(Judgement):
    """A mistake that explains an implausible figure: one is outside its bounds, and all are inside after the change.

    `cells` are changed together: divided by the answer to `divide_by`, multiplied by one of the factors `times`, given
    the other one of two codes (`switch`), or exchanged with `swap_with`, cell by cell. `each` writes the cells out.
    """

    figures: tuple[str, ...]
    cells: tuple[str, ...]
    each: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    divide_by: str = ""
    times: tuple[float, ...] = ()
    switch: tuple[str, ...] = ()
    swap_with: tuple[str, ...] = ()
    low: Limit | None = None
    high: Limit | None = None

    @model_validator(mode="after")
    def _one_change(self) -> Slip:
        if sum(map(bool, (self.divide_by, self.times, self.switch, self.swap_with))) != 1:
            raise ValueError("een vergissing heeft precies een van divide_by, times, switch en swap_with")
        if self.swap_with and len(self.swap_with) != len(self.cells):
            raise ValueError("swap_with heeft evenveel cellen als cells")
        return self


class Plausibility(Frozen):
    """All plausibility checks of a survey."""

    bounds: tuple[Bounds, ...] = ()
    others: tuple[Others, ...] = ()
    slips: tuple[Slip, ...] = ()

    def written_out(self, dimensions: Dimensions) -> Plausibility:
        """The same checks without `over` and `each`."""
        return Plausibility(
            bounds=tuple(case for one in self.bounds for case in _cases(one, dimensions)),
            others=tuple(case for one in self.others for case in _cases(one, dimensions)),
            slips=tuple(_each(case, dimensions) for one in self.slips for case in _cases(one, dimensions)),
        )


def load_plausibility(survey_id: str, folder: Path | None = None, language: str = OWN_LANGUAGE) -> Plausibility:
    """The plausibility checks of a survey; none where it has no file of them. Raises `Problems`, with file and line.

    In another language the sentences come from `plausibility.LANGUAGE.yaml` beside it, except those of `others`: a
    municipality never reads these.
    """
    return _loaded(survey_home(survey_id, folder) / FILE, language)


@cache
def _loaded(path: Path, language: str) -> Plausibility:
    if not path.is_file():
        return Plausibility()
    own = read_part(path, Plausibility)
    return own if language == OWN_LANGUAGE else _translated(own, Translation(path.with_suffix(f".{language}.yaml")))


def _translated(own: Plausibility, translation: Translation) -> Plausibility:
    bounds = tuple(one.model_copy(update={"text": translation.say((one.id,), one.text)}) for one in own.bounds)
    slips = tuple(one.model_copy(update={"text": translation.say((one.id,), one.text)}) for one in own.slips)
    translation.check()
    return own.model_copy(update={"bounds": bounds, "slips": slips})


def _cases(judgement: Any, dimensions: Dimensions) -> Iterator[Any]:
    kept = {"over": {}, "each": getattr(judgement, "each", {})}
    for codes in _combinations(judgement.over, dimensions):
        filled = {name: _filled(value, codes) for name, value in judgement if name not in kept}
        yield judgement.model_copy(update={**filled, "over": {}})


def _each(slip: Slip, dimensions: Dimensions) -> Slip:
    combinations = list(_combinations(slip.each, dimensions))
    written = {
        name: tuple(cell.format(**codes) for codes in combinations for cell in getattr(slip, name))
        for name in ("cells", "swap_with")
    }
    return slip.model_copy(update={**written, "each": {}})


def _combinations(over: dict[str, tuple[str, ...]], dimensions: Dimensions) -> Iterator[dict[str, str]]:
    axes = {name: dimensions.expand(values) for name, values in over.items()}
    for combination in product(*axes.values()):
        yield dict(zip(axes, combination, strict=True))


def _filled(value: Any, codes: dict[str, str]) -> Any:
    """Texts with the codes filled in; a place that `each` fills later stays as it is."""
    if isinstance(value, str):
        for name, code in codes.items():
            value = value.replace(f"{{{name}}}", code)
        return value
    if isinstance(value, Condition):
        return value.model_copy(update={"id": _filled(value.id, codes)})
    return tuple(_filled(one, codes) for one in value) if isinstance(value, tuple) else value
