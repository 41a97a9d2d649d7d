"""What the command Bekostiging writes about the key: Herverdeling, Herverdeeleffecten, IJkpunt and IJkpunten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from generator.analysis import layout as place
from generator.analysis.page_layout import PagePlace
from templates import Survey
from templates.columns import CODE
from templates.research import BENCHMARKS, EFFECTS, PATH
from xl_addin.books.book import BlockWrite, TableWrite
from xl_addin.books.insight_pages import label, panel_write
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.funding.benchmark import DIFFERENCE, OWN_COST, PARTS
from xl_addin.methods.funding.distribution_key import EFFECT, NEW, PER_INHABITANT, PER_PERSON, PRESENT, Key, changes
from xl_addin.methods.funding.key_fit import AMOUNT, HIGH, LOW
from xl_addin.methods.sample.disclosure import minimum_of
from xl_addin.methods.tables.columns import TOTAL, UNKNOWN

ALONE = 1
EXTREMES = 15
STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
BINS_EACH_SIDE = 5
Line = Sequence[object]


def key_pages(
    basis: Basis, key: Key | None, benchmarks: pd.DataFrame | None, survey: Survey
) -> Iterator[TableWrite | BlockWrite]:
    """The pages and lists of a key, empty without one; with `publicatie.minimum` above 1 without single costs."""
    pages = place.page_places(survey)
    names = basis.frame["naam"] if "naam" in basis.frame else pd.Series(basis.frame.index, index=basis.frame.index)
    if key is None or benchmarks is None:
        yield TableWrite(place.EFFECTS_TABLE, pd.DataFrame(columns=list(EFFECTS)))
        yield TableWrite(place.BENCHMARKS_TABLE, pd.DataFrame(columns=list(BENCHMARKS)))
        for page in (pages["herverdeling"], pages["ijkpunt"]):
            yield from (panel_write(page, panel.panel.id, ()) for panel in page.panels)
        return
    shown = benchmarks if minimum_of(basis.parameters) <= ALONE else without_own_cost(benchmarks)
    yield TableWrite(place.EFFECTS_TABLE, _listed(effect_list(basis, key), names, EFFECTS))
    yield TableWrite(place.BENCHMARKS_TABLE, _listed(shown, names, BENCHMARKS))
    yield from _redistribution(pages["herverdeling"], basis, key, names)
    yield from _benchmark(pages["ijkpunt"], shown, names)


def without_own_cost(benchmarks: pd.DataFrame) -> pd.DataFrame:
    """For outside the research team: what a respondent itself costs, and what that could be computed from, empty."""
    own = [OWN_COST, DIFFERENCE, *PARTS]
    return benchmarks.assign(**dict.fromkeys(own, np.nan))


def effect_list(basis: Basis, key: Key) -> pd.DataFrame:
    """A row per municipality: what it gets now and with the key, the effect, and the amounts of the first years."""
    path = {name: key.path[at] if at < len(key.path) else key.table[NEW] for at, name in enumerate(PATH)}
    columns = {
        "inwoners": basis.inhabitants,
        "begeleid": basis.guided,
        **{name: key.table[name] for name in (PRESENT, NEW, EFFECT, PER_INHABITANT, PER_PERSON)},
        "jaren": pd.Series(_years(key)),
        **path,
    }
    return pd.DataFrame(columns, index=basis.frame.index)


def _years(key: Key) -> dict[str, int]:
    """The first year from which each municipality gets its new amount; 0 where it gets that already."""
    end = key.table[NEW]
    start = key.table[PRESENT]
    reached = [(start - end).abs() < 0.005, *((year - end).abs() < 0.005 for year in key.path)]
    codes = key.path[-1].index if key.path else end.dropna().index
    return {code: next((at for at, one in enumerate(reached) if one[code]), len(key.path)) for code in codes}


def _listed(table: pd.DataFrame, names: pd.Series, columns: Sequence[str]) -> pd.DataFrame:
    named = table.assign(naam=names.reindex(table.index)).rename_axis(CODE).reset_index()
    return named.reindex(columns=list(columns))


def _redistribution(page: PagePlace, basis: Basis, key: Key, names: pd.Series) -> Iterator[BlockWrite]:
    yield panel_write(page, "bedragen", _amounts(key))
    yield panel_write(page, "samen", _together(key))
    yield panel_write(page, "pasvorm", _fits(key))
    yield panel_write(page, "klassen", _classes(basis, key))
    yield panel_write(page, "verdeling", histogram(key.table[PER_INHABITANT].dropna()))
    yield panel_write(page, "ranglijst", _ranking(key, names))
    yield panel_write(page, "ingroei", _way(basis, key))
    fits = key.fit.without_respondent.itertuples()
    alone = minimum_of(basis.parameters) <= ALONE
    yield panel_write(page, "respondenten", [(names[code], code, *rest) for code, *rest in fits] if alone else ())


def _amounts(key: Key) -> Iterator[Line]:
    whole = key.measures.sum()
    for name, euros, low, high in key.fit.amounts[[AMOUNT, LOW, HIGH]].itertuples():
        scaled = euros * key.factor
        yield str(name), euros, _cell(low), _cell(high), scaled, scaled * whole[str(name)] / key.budget


def _together(key: Key) -> Iterator[Line]:
    yield label("sleutel_budget"), key.budget
    yield label("sleutel_nu"), float(key.table[PRESENT].sum())
    for name, value in changes(key).items():
        yield label(f"sleutel_{name}"), value


def _fits(key: Key) -> Iterator[Line]:
    n = len(key.observed.cost)
    yield label("sleutel_heel"), n, *map(_cell, key.fit.fit)
    for name, *fit in key.fit.without_measure.itertuples():
        yield label("sleutel_zonder").format(maat=name), n, *map(_cell, fit)


def _classes(basis: Basis, key: Key) -> Iterator[Line]:
    """The classes of every division; a class onbekend below those that the chart shows."""
    known = key.table[[PRESENT, NEW]].notna().all(axis=1)
    places = [one for one in basis.everyone.places if one[0] != TOTAL]
    for division, klasse in sorted(places, key=lambda one: one[1] == UNKNOWN):
        inside = known & basis.everyone.table[division, klasse]
        sums = key.table.loc[inside, [PRESENT, NEW, EFFECT]].sum()
        sizes = (float(size[inside].sum()) for size in (basis.inhabitants, basis.guided))
        each = [sums[EFFECT] / size if size > 0 else None for size in sizes]
        yield f"{label(division)}: {klasse}", int(inside.sum()), *sums, *each


def histogram(figures: pd.Series) -> Iterator[Line]:
    """How many figures lie in each of twelve classes around 0, as wide as their spread asks."""
    if figures.empty:
        return
    spread = float(figures.abs().quantile(0.95)) / BINS_EACH_SIDE
    step = next((one for one in STEPS if one >= spread), STEPS[-1])
    edges = [step * at for at in range(-BINS_EACH_SIDE, BINS_EACH_SIDE + 1)]
    texts = [f"{edge:g}".replace(".", ",") for edge in edges]
    yield label("sleutel_minder").format(grens=texts[0]), int((figures < edges[0]).sum())
    for at, (low, high) in enumerate(pairwise(edges)):
        inside = (figures >= low) & (figures < high)
        yield label("sleutel_tussen").format(van=texts[at], tot=texts[at + 1]), int(inside.sum())
    yield label("sleutel_meer").format(grens=texts[-1]), int((figures >= edges[-1]).sum())


def _ranking(key: Key, names: pd.Series) -> Iterator[Line]:
    ranked = key.table.dropna(subset=[PER_INHABITANT]).sort_values(PER_INHABITANT, kind="stable")
    ends = pd.concat([ranked.iloc[:EXTREMES], ranked.iloc[EXTREMES:].iloc[-EXTREMES:]])
    for code, *figures in ends[[EFFECT, PER_INHABITANT, PER_PERSON]].itertuples():
        yield names[code], code, *map(_cell, figures)


def _way(basis: Basis, key: Key) -> Iterator[Line]:
    if not key.path:
        return
    end, codes = key.path[-1], key.path[-1].index
    start = key.table.loc[codes, PRESENT] * (float(end.sum()) / float(key.table.loc[codes, PRESENT].sum()))
    whole, before = float((end - start).abs().sum()) / 2, start
    for at, year in enumerate(key.path, start=1):
        moved = float((year - start).abs().sum()) / 2
        step = (year - before).abs() / basis.inhabitants[codes]
        done = int(((year - end).abs() < 0.005).sum())
        yield str(at), moved, moved / whole if whole > 0 else 0.0, done, float(step.max()), float(year.sum())
        before = year


def _benchmark(page: PagePlace, benchmarks: pd.DataFrame, names: pd.Series) -> Iterator[BlockWrite]:
    own = benchmarks.dropna(subset=[OWN_COST]).sort_values(DIFFERENCE, kind="stable")
    columns = ["verwacht", OWN_COST, DIFFERENCE, *PARTS]
    lines = [(names[code], *map(_cell, figures)) for code, *figures in own[columns].itertuples()]
    yield panel_write(page, "delen", lines)
    spread = own[["verwacht", OWN_COST, "laag", "hoog"]].itertuples()
    yield panel_write(page, "spreiding", [(names[code], *map(_cell, figures)) for code, *figures in spread])


def _cell(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
