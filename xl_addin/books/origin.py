"""The list Herkomst: behind every figure the municipalities, and behind those the cells they were read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from generator.analysis.block import Block
from generator.analysis.layout import (
    ANSWERS_SHEET,
    LIST_OF_SHEET,
    SOURCES_SHEET,
    answer_columns,
)
from generator.survey.layout import CellPlace, layout
from templates import Survey
from templates.columns import CODE, ORIGIN
from xl_addin.books.book import Formula
from xl_addin.methods.estimates.origin import PART
from xl_addin.methods.tables.columns import (
    ANNUAL,
    COMPONENT,
    DIRECT,
    GENERAL,
    GROUP,
    PROVISIONS,
    ROUTES,
    STEERING,
    TRAJECTORY,
)
from xl_addin.methods.tables.columns import EXECUTION as WHOLE

EDGE = "jaar.rand"
COUNTED = "telt mee"


def origin_list(
    origins: pd.DataFrame,
    frame: pd.DataFrame,
    answers: pd.DataFrame,
    sources: pd.DataFrame,
    edge_only: pd.Series,
    survey: Survey,
) -> pd.DataFrame:
    """The figures of `origins` with names, cells of the survey workbook, file, and links (columns ORIGIN).

    answers, sources: as the lists of the workbook stand, the row of each as index; edge_only: boolean per code.
    """
    stems = {(group, part): _ids(group, part, survey) for group, part in _figures(origins)}
    edge = [name for name in answer_columns(survey) if name.startswith(f"{EDGE}.")]
    edge_codes = set(edge_only.index[edge_only])
    ids = [
        edge if code in edge_codes and not group else stems[(group, part)]
        for code, group, part in origins[[CODE, GROUP, COMPONENT]].itertuples(index=False)
    ]
    questions = layout(survey).questions
    sheets = {tuple(one): _cells([questions[name] for name in one]) for one in [*stems.values(), edge]}
    answer_row = _row_of(ANSWERS_SHEET, answers)
    counting = sources[sources["status"] == COUNTED]
    source_row, file = _row_of(SOURCES_SHEET, counting), dict(zip(counting[CODE], counting["bestand"], strict=True))
    column = {name: number for number, name in enumerate(answer_columns(survey), start=1)}
    where = [sheets[tuple(one)] for one in ids]
    codes = list(origins[CODE])
    first = [column[one[0]] if one else 1 for one in ids]
    return origins.assign(
        naam=[str(frame["naam"].get(code, "")) for code in codes],
        blad=[sheet for sheet, _ in where],
        cellen=[cells for _, cells in where],
        bestand=[file.get(code, "") for code in codes],
        antwoorden=[
            _link(ANSWERS_SHEET, answer_row.get(code), at, "antwoorden") for code, at in zip(codes, first, strict=True)
        ],
        bron=[_link(SOURCES_SHEET, source_row.get(code), 1, "bestand") for code in codes],
    )[list(ORIGIN)]


def _figures(origins: pd.DataFrame) -> list[tuple[str, str]]:
    return list(dict.fromkeys(zip(origins[GROUP], origins[COMPONENT], strict=True)))


def _ids(group: str, component: str, survey: Survey) -> list[str]:
    """The questions that a figure is made of, in the order of the workbook."""
    dimensions = survey.dimensions
    sums: Mapping[str, Sequence[str]] = {
        WHOLE: dimensions.task_codes,
        GENERAL: dimensions.general_tasks,
        DIRECT: dimensions.trajectory_tasks if group else dimensions.direct_tasks,
        STEERING: dimensions.steering_tasks,
        ROUTES: dimensions.routes_of(group),
        PROVISIONS: dimensions.provisions_of(group),
    }
    component = component.rpartition(PART)[2]
    stem = f"{TRAJECTORY}.{group}" if group else ANNUAL
    starts = tuple(f"{stem}.{part}." for part in sums.get(component, (component,)))
    return [name for name in answer_columns(survey) if name.startswith(starts)]


def _cells(places: Sequence[CellPlace]) -> tuple[str, str]:
    """The sheet and the range of the survey workbook that hold these cells."""
    if not places:
        return "", ""
    rows, columns = [one.row for one in places], [one.column for one in places]
    size = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    return places[0].sheet, Block(places[0].sheet, min(rows), min(columns), *size).area


def _row_of(sheet: str, table: pd.DataFrame) -> dict[str, int]:
    """The sheet row of every municipality in a list."""
    first = LIST_OF_SHEET[sheet].first_row
    return {str(code): first + int(str(row)) for row, code in table[CODE].items()}


def _link(sheet: str, row: int | None, column: int, words: str) -> str:
    """A formula that jumps to a cell; nothing where there is none."""
    return "" if row is None else Formula(f'=HYPERLINK("#\'{sheet}\'!{Block(sheet, row, column).area}","{words}")')
