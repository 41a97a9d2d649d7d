"""The files around a draw: a given allocation in, SAMPLE.csv and who stands by out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from generator.analysis.build import AnalysisContent, Table, build_analysis
from generator.analysis.layout import DRAW_PLAN_SHEET, DRAW_SHEET
from templates import Place, Problem, Problems, Survey
from templates.columns import PARAMETERS
from templates.parameters import ParameterInForce, parameter_row
from xl_addin.intake.csv_files import read_csv
from xl_addin.methods.sample.sampling import STRATUM
from xl_addin.methods.sample.sampling_frame import Sampled, draw_list, sample_list, sample_rows
from xl_addin.use_cases.outputs import csv_bytes, refuse_existing, write_all

RESERVES = "-reserve"


class Study(NamedTuple):
    """What a sample is drawn for: a survey in a year, its frame (index code) and the parameters in force."""

    survey: Survey
    year: int
    frame: pd.DataFrame
    parameters: Mapping[str, ParameterInForce]


def read_allocation(path: Path) -> dict[str, float]:
    """A given allocation: stratum -> number, from a CSV with the columns stratum and n. Raises `Problems`."""
    table = read_csv(path, (STRATUM, "n"))
    given: dict[str, float] = {}
    problems = []
    for row, line in zip(table.rows, table.lines, strict=True):
        name, number = row.get(STRATUM, ""), table.number(row.get("n", ""))
        place = Place(table.file, line=line)
        if number is None:
            problems.append(Problem("ALLOCATION_NOT_A_NUMBER", place, {"stratum": name, "waarde": row.get("n", "")}))
        elif name in given:
            problems.append(Problem("ALLOCATION_DOUBLE", place, {"stratum": name}))
        else:
            given[name] = number
    if problems:
        raise Problems(problems)
    return given


def reserve_path(out: Path) -> Path:
    """Where the municipalities that stand by are listed: beside `out`."""
    return out.with_name(f"{out.stem}{RESERVES}{out.suffix}")


def write_sample(
    study: Study, found: Sampled, out: Path, book: Path | None = None, force: bool = False
) -> tuple[Path, ...]:
    """Writes SAMPLE.csv, beside it those who stand by, and the workbook `book` with all of it; gives the paths.

    Who stands by is in a file of its own, so that nobody is sent a survey workbook by mistake; without reserves there
    is no such file. Raises `Problems` when a file exists (unless `force`) or cannot be written.
    """
    frame, drawn = study.frame, found.drawn
    tables = {out: drawn.table}
    if len(drawn.reserves):
        tables[reserve_path(out)] = drawn.reserves
    refuse_existing([*tables, *([book] if book else [])], force)
    files: dict[Path, bytes] = {}
    for path, table in tables.items():
        rows = sample_rows(frame, table)
        files[path] = csv_bytes(list(rows.columns), rows.itertuples(index=False))
    if book is not None:
        files[book] = _workbook(study, found)
    write_all(files)
    return tuple(files)


def _workbook(study: Study, found: Sampled) -> bytes:
    """An analysis workbook before any answers: frame, sample, draw and plan, and the parameters."""
    content = AnalysisContent(
        frame=_table(study.frame.reset_index()),
        sample=_table(sample_list(study.frame, found.drawn)),
        more={DRAW_SHEET: _table(draw_list(study.frame, found.drawn)), DRAW_PLAN_SHEET: _table(found.plan)},
        parameters=Table(PARAMETERS, tuple(parameter_row(value) for value in study.parameters.values())),
        year=study.year,
    )
    return build_analysis(study.survey, content)


def _table(frame: pd.DataFrame) -> Table:
    rows = frame.astype(object).where(frame.notna() & (frame != ""), None).to_numpy().tolist()
    return Table(tuple(map(str, frame.columns)), tuple(map(tuple, rows)))
