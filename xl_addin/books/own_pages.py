"""The page Eigen uitkomsten: what the lists Indelingen and Maten asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from generator.analysis import layout as place
from templates import Survey
from xl_addin.books.book import BlockWrite
from xl_addin.books.insight_pages import label, panel_write
from xl_addin.methods.estimates.class_differences import differs
from xl_addin.methods.estimates.own_measures import OWN_MEASURE
from xl_addin.methods.tables.columns import (
    CLASS,
    CLASS_DIFFERENCE,
    COMPONENT,
    COST_PER_INHABITANT,
    COST_PER_PERSON,
    COUNT,
    DESIGN,
    DIVISION,
    EXECUTION,
    INTERVAL_LOWER,
    INTERVAL_UPPER,
    MAXIMUM,
    MEASURE,
    MINIMUM,
    NATIONAL_GUIDED,
    RATIO,
    TOTAL,
    UNIT,
    VALUE,
    WEIGHTING,
)

Line = Sequence[object]
Figures = Mapping[tuple[str, ...], Mapping[str, object]]
KEYS = [MEASURE, COMPONENT, DIVISION, CLASS, WEIGHTING]


def own_page(rows: pd.DataFrame, survey: Survey) -> Iterator[BlockWrite]:
    """The page; empty panels where nothing was asked. rows: the results of own divisions and measures alone."""
    page = place.page_places(survey)["eigen"]
    found: Figures = {tuple(map(str, key)): line for key, line in _by_key(rows)}
    yield panel_write(page, "indelingen", _classes(found))
    yield panel_write(page, "verschillen", _differences(rows))
    yield panel_write(page, "maten", _measures(found))
    yield panel_write(page, "maten_klassen", _measures_by_class(found))


def _by_key(rows: pd.DataFrame) -> Iterator[tuple[tuple[object, ...], Mapping[str, object]]]:
    plain = rows[rows["groep"] == ""]
    yield from zip(plain[KEYS].itertuples(index=False, name=None), plain.to_dict("records"), strict=True)


def _classes(found: Figures) -> Iterator[Line]:
    for measure, part, division, klasse, weighting in found:
        if (measure, part, weighting) == (COST_PER_PERSON, EXECUTION, RATIO):
            plain = found[measure, part, division, klasse, weighting]
            design = found.get((measure, part, division, klasse, DESIGN), {})
            country = found[NATIONAL_GUIDED, "", division, klasse, ""]
            head = found.get((COST_PER_INHABITANT, EXECUTION, division, klasse, RATIO), {})
            sizes = (country[COUNT], country[VALUE], plain[COUNT], _cell(plain.get(VALUE)))
            yield f"{division}: {klasse}", *sizes, *_interval(design), _margin(design), _cell(head.get(VALUE))


def _differences(rows: pd.DataFrame) -> Iterator[Line]:
    mine = rows[rows[MEASURE] == CLASS_DIFFERENCE]
    columns = [DIVISION, CLASS, COUNT, VALUE, INTERVAL_LOWER, INTERVAL_UPPER]
    for division, klasse, n, value, low, high in mine[columns].itertuples(index=False):
        said = label("verschilt" if differs(low, high) else "niet_aangetoond")
        yield f"{division}: {klasse}", n, value, _cell(low), _cell(high), said


def _measures(found: Figures) -> Iterator[Line]:
    for measure, part, division, klasse, weighting in found:
        if (measure, division, weighting) == (OWN_MEASURE, TOTAL, RATIO):
            plain = found[measure, part, division, klasse, weighting]
            design = found.get((measure, part, division, klasse, DESIGN), {})
            ends = (_cell(plain.get(MINIMUM)), _cell(plain.get(MAXIMUM)), plain.get(UNIT))
            yield part, plain[COUNT], _cell(plain.get(VALUE)), *_interval(design), *ends


def _measures_by_class(found: Figures) -> Iterator[Line]:
    for measure, part, division, klasse, weighting in found:
        if measure == OWN_MEASURE and division != TOTAL and weighting == RATIO:
            plain = found[measure, part, division, klasse, weighting]
            design = found.get((measure, part, division, klasse, DESIGN), {})
            named = f"{part}, {label(division)}: {klasse}"
            yield named, plain[COUNT], _cell(plain.get(VALUE)), *_interval(design), _margin(design)


def _interval(line: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(_cell(line.get(name)) for name in (VALUE, INTERVAL_LOWER, INTERVAL_UPPER))


def _margin(line: Mapping[str, object]) -> object:
    high, value = (_cell(line.get(name)) for name in (INTERVAL_UPPER, VALUE))
    return None if high is None or value is None else high - value


def _cell(value: object) -> float | None:
    return None if not isinstance(value, int | float) or np.isnan(value) else float(value)
