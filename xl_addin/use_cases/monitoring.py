"""Two analysis workbooks of different years, side by side in a workbook of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import xlwings as xw

from generator.analysis.content import Value
from generator.analysis.page_book import build_pages
from generator.lint import refuse_defects
from templates import Place, Problem, Problems, Survey
from templates.pages import Page, pages
from templates.questions import limits, question_ids
from templates.wording import worded
from xl_addin.books.analysis import Inputs, read_inputs
from xl_addin.intake.corrections import corrected
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.answers.exclusions import without_excluded
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.differences.monitor import (
    CHANGE,
    COMPOSITION,
    NEW,
    OLD,
    PARTS,
    PRICE,
    REAL,
    VOLUME,
    Monitor,
    Wave,
    monitor,
)
from xl_addin.methods.errors.precision import estimate
from xl_addin.methods.estimates.basis import prepare
from xl_addin.use_cases.opening import opened
from xl_addin.use_cases.outputs import refuse_existing, write_all

Rows = Sequence[Sequence[Value]]


class Side(NamedTuple):
    """One of the two workbooks: what stands in it, and what its estimates rest on."""

    file: str
    inputs: Inputs
    wave: Wave


def monitor_into(
    old: Path, new: Path, indices: Mapping[str, float], merged: Mapping[str, str], out: Path, force: bool = False
) -> Monitor:
    """Writes the workbook `out` with the change from the analysis workbook `old` to `new`; gives the figures.

    indices: price index per kostensoort; merged: old code -> new code of municipalities that merged between the years.
    Raises `Problems`: OUTPUT_EXISTS unless `force`, MONITOR_OTHER_SURVEY, MONITOR_ORDER, MONITOR_KIND, and those of
    reading the workbooks.
    """
    refuse_existing([out], force)
    return _written([_side(path) for path in (old, new)], indices, merged, out)


def monitor_beside(old: Path, new: xw.Book, out: Path) -> Monitor:
    """As `monitor_into`, from the workbook of an earlier year to the open one, without indices."""
    refuse_existing([out], force=False)
    return _written([_side(old), _side_of(new)], {}, {}, out)


def _written(sides: list[Side], indices: Mapping[str, float], merged: Mapping[str, str], out: Path) -> Monitor:
    _refuse(sides, indices)
    found = monitor(sides[0].wave, sides[1].wave, indices, merged)
    survey = sides[1].inputs.survey
    filled = list(_filled(found, sides, indices))
    figures = {name: rows for _, rows_of in filled for name, rows in rows_of.items()}
    book = build_pages([_roomy(page, rows_of) for page, rows_of in filled], figures, survey.identity.title)
    refuse_defects(book, out.name)
    write_all({out: book})
    return found


def _side(path: Path) -> Side:
    with opened(path) as book:
        return _side_of(book)


def _side_of(book: xw.Book) -> Side:
    inputs = read_inputs(book)
    survey = inputs.survey
    answers = corrected(inputs.answers, inputs.corrections, survey).answers
    counted = read_answers(without_excluded(answers, inputs.exclusions, survey.dimensions).answers, limits(survey))
    costs = allocate(counted, inputs.parameters, survey.dimensions)
    basis = prepare(counted, inputs.frame, costs, inputs.parameters, survey.dimensions)
    return Side(book.name, inputs, Wave(inputs.year, basis, costs.table))


def _refuse(sides: list[Side], indices: Mapping[str, float]) -> None:
    first, second = sides
    problems = []
    if first.inputs.survey.id != second.inputs.survey.id:
        values = {"oud": first.inputs.survey.id, "nieuw": second.inputs.survey.id}
        problems.append(Problem("MONITOR_OTHER_SURVEY", Place(second.file), values))
    if first.inputs.year >= second.inputs.year:
        years = {"oud": first.inputs.year, "nieuw": second.inputs.year}
        problems.append(Problem("MONITOR_ORDER", Place(second.file), years))
    kinds = second.inputs.survey.dimensions.kind_codes
    problems += [
        Problem("MONITOR_KIND", values={"soort": kind, "soorten": ", ".join(kinds)})
        for kind in indices
        if kind not in kinds
    ]
    if problems:
        raise Problems(problems)


def _filled(found: Monitor, sides: list[Side], indices: Mapping[str, float]) -> Iterator[tuple[Page, dict[str, Rows]]]:
    """Every page with the rows of its panels."""
    survey = sides[1].inputs.survey
    change, panel, changes = (worded(page, survey) for page in pages().monitor)
    yield (
        change,
        {
            "monitor.land": _parts(found),
            "monitor.totaal": _totals(found, sides),
            "monitor.taken": _lines(found.items.iloc[1:], _task_names(survey)),
            "monitor.klassen": _lines(found.classes, {}),
        },
    )
    names = sides[1].inputs.frame["naam"]
    rows = [[names.get(code, code), code, *figures] for code, *figures in found.panel.itertuples(index=False)]
    yield panel, {"panel.gemeenten": rows}
    yield changes, {"wijzigingen.lijst": list(_changes(sides, indices))}


def _roomy(page: Page, figures: Mapping[str, Rows]) -> Page:
    """The page with room for these rows."""

    def rows(panel_id: str, there: int) -> int:
        return max(len(figures[f"{page.id}.{panel_id}"]), there)

    panels = tuple(panel.model_copy(update={"rows": rows(panel.id, panel.rows)}) for panel in page.panels)
    return page.model_copy(update={"panels": panels})


def _label(name: str, **values: object) -> str:
    return pages().labels[f"monitor_{name}"].format_map(values)


def _parts(found: Monitor) -> Rows:
    """The four parts of the national change; price and real together where there is no index."""
    line = found.items.iloc[0]
    named = {name: _label(name) for name in PARTS}
    if pd.isna(line[PRICE]):
        named = {VOLUME: named[VOLUME], REAL: _label("prijs_en_reeel"), COMPOSITION: named[COMPOSITION]}
    return [[text, float(line[name]), float(line[name] / line[OLD])] for name, text in named.items()]


def _totals(found: Monitor, sides: list[Side]) -> Rows:
    line = found.items.iloc[0]
    years = {OLD: sides[0].wave.year, NEW: sides[1].wave.year}
    rows: list[Sequence[Value]] = [
        [_label(name, jaar=years.get(name, "")), float(line[name])] for name in (OLD, NEW, CHANGE)
    ]
    answered = len(sides[1].wave.basis.respondents.persons)
    change = estimate(float(line[CHANGE]), found.error**2, found.freedom, answered)
    return [*rows, [_label("se"), change.se], [_label("laag"), change.low], [_label("hoog"), change.high]]


def _task_names(survey: Survey) -> dict[str, str]:
    return {task.code: task.label for task in survey.dimensions.tasks}


def _lines(table: pd.DataFrame, names: Mapping[str, str]) -> Rows:
    columns = [OLD, NEW, CHANGE, *PARTS]
    labels = pages().labels

    def said(line: pd.Series) -> str:
        if "klasse" in line:
            return f"{labels.get(str(line['indeling']), line['indeling'])}: {line['klasse']}"
        return names.get(str(line["onderdeel"]), str(line["onderdeel"]))

    return [[said(line), *(float(line[name]) for name in columns)] for _, line in table.iterrows()]


def _changes(sides: list[Side], indices: Mapping[str, float]) -> Iterator[Sequence[Value]]:
    """What differs between the years, and what the comparison rests on."""
    first, second = (side.inputs for side in sides)
    yield ["Werkmap", "", sides[0].file, sides[1].file]
    yield ["Jaar", "", first.year, second.year]
    yield ["Versie van de vragenlijst", "", first.survey.version, second.survey.version]
    for kind in second.survey.dimensions.kind_codes:
        yield [kind, "Prijsindex", 1, indices.get(kind, "niet opgegeven")]
    before, now = set(question_ids(first.survey)), set(question_ids(second.survey))
    yield from ([name, "Vraag vervallen", "gevraagd", ""] for name in sorted(before - now))
    yield from ([name, "Vraag nieuw", "", "gevraagd"] for name in sorted(now - before))
    for code in sorted({*first.parameters, *second.parameters}):
        then, later = first.parameters.get(code), second.parameters.get(code)
        if then != later:
            yield [code, "Parameter", then, later]
