"""What a person did in an analysis workbook, carried over into the one that a new collection puts in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from templates import Problems, Survey
from templates.columns import CODE, CORRECTIONS, EXCLUSIONS, FINDINGS, FINDINGS_OF_PERSON, PARAMETERS, SCENARIOS, SOLVED
from templates.instruments import instruments
from templates.parameters import OVERRIDE_SOURCE
from xl_addin.books.analysis import read_findings
from xl_addin.books.book import table_names
from xl_addin.books.lists import refuse_uncalculated
from xl_addin.books.person_lists import read_list
from xl_addin.checks import Living
from xl_addin.engine import register
from xl_addin.use_cases.opening import refuse_other_format

VALUE, SOURCE, STATUS = "waarde", "bron", "status"
LISTS = (place.FRAME_TABLE, place.SAMPLE_TABLE, place.ANSWERS_TABLE, place.SOURCES_TABLE, place.PARAMETERS_TABLE)
DECISIONS = {
    place.CORRECTIONS_TABLE: CORRECTIONS,
    place.EXCLUSIONS_TABLE: EXCLUSIONS,
    place.INSTRUMENTS_TABLE: instruments().columns,
    place.SCENARIOS_TABLE: SCENARIOS,
    **place.RESEARCH_LISTS,
}


class Work(NamedTuple):
    """The lists of the workbook that stood there, by table, and its findings; empty where there was none."""

    tables: Mapping[str, pd.DataFrame]
    findings: Living

    def of(self, table: str) -> pd.DataFrame:
        """A list as it stood; without rows where it did not exist."""
        return self.tables.get(table, pd.DataFrame(columns=list(DECISIONS.get(table, (CODE,)))))


NO_WORK = Work({}, Living(pd.DataFrame(columns=[*FINDINGS, *FINDINGS_OF_PERSON]), pd.DataFrame(columns=list(SOLVED))))


def earlier_work(path: Path, survey: Survey) -> Work:
    """The work in the analysis workbook at `path`; nothing where there is no file, or none of ours.

    Raises `Problems` (BOOK_FORMULA_WITHOUT_RESULT) where a person's formula has no result: it cannot be read.
    """
    if not path.is_file():
        return NO_WORK
    refuse_other_format(path)
    register()
    try:
        book = xw.Book(path)
    except Problems:
        return NO_WORK
    try:
        return work_in(book, survey)
    finally:
        book.close()


def work_in(book: xw.Book, survey: Survey) -> Work:
    """The work in an open analysis workbook. Raises as `earlier_work` does."""
    refuse_uncalculated(book, survey)
    there = table_names(book)
    tables = {name: read_list(book, name) for name in (*LISTS, *DECISIONS) if name in there}
    found = [
        read_findings(book, name, columns) if name in there else empty
        for name, columns, empty in (
            (place.FINDINGS_TABLE, (*FINDINGS, *FINDINGS_OF_PERSON), NO_WORK.findings.open),
            (place.SOLVED_TABLE, SOLVED, NO_WORK.findings.solved),
        )
    ]
    return Work(tables, Living(*found))


def with_own_columns(new: pd.DataFrame, old: pd.DataFrame, generated: Sequence[str] = ()) -> pd.DataFrame:
    """The new list with the columns that only the old one has, by `code`; `generated` names columns that are ours."""
    own = [name for name in old.columns if name not in {*new.columns, *generated}]
    if not own or CODE not in new.columns:
        return new
    kept = old.dropna(subset=[CODE]).drop_duplicates(CODE).set_index(CODE)[own]
    return new.assign(**{name: new[CODE].map(kept[name]) for name in own})


def sample_with_work(new: pd.DataFrame | None, old: pd.DataFrame) -> pd.DataFrame:
    """The sample with the status that a person gave, own columns and added rows; without a new one the old one."""
    if new is None:
        return old
    table = with_own_columns(new, old)
    if STATUS in old.columns:
        said = old.dropna(subset=[CODE, STATUS]).drop_duplicates(CODE).set_index(CODE)[STATUS]
        given = table[STATUS] if STATUS in table.columns else pd.Series(None, index=table.index, dtype=object)
        table = table.assign(**{STATUS: table[CODE].map(said).astype(object).where(lambda one: one.notna(), given)})
    added = old[~old[CODE].isin(new[CODE])]
    return pd.concat([table, added.reindex(columns=table.columns)], ignore_index=True) if len(added) else table


def parameters_with_work(
    new: pd.DataFrame, old: pd.DataFrame, usual: Mapping[str, object], overridden: Sequence[str]
) -> pd.DataFrame:
    """The parameters with the values a person typed in the workbook.

    new, old: columns PARAMETERS and own ones; usual: the value of the template by code. A typed value differs from
    the template's; one that the user overrides now, or overrode in the collection before, is not taken over.
    """
    table = with_own_columns(new, old, PARAMETERS)
    if old.empty:
        return table
    mine = old.dropna(subset=[CODE, VALUE]).drop_duplicates(CODE).set_index(CODE)
    typed = mine[[mine.at[code, VALUE] != usual.get(str(code)) for code in mine.index]]
    typed = typed[(typed[SOURCE] != OVERRIDE_SOURCE) & ~typed.index.isin(list(overridden))]
    kept = table[~table[CODE].isin(typed.index)]
    order = {code: number for number, code in enumerate(dict.fromkeys([*table[CODE], *typed.index]))}
    joined = pd.concat([kept, typed.rename_axis(CODE).reset_index().reindex(columns=table.columns)], ignore_index=True)
    return joined.sort_values(CODE, key=lambda codes: codes.map(order), ignore_index=True)
