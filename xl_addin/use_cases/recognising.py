"""Which survey a workbook of ours was made with, read from its hidden sheet before anything is done with it."""

from __future__ import annotations

from pathlib import Path

from generator.formulas.workbook import contents
from generator.ooxml.patch import WorkbookPatch
from generator.ooxml.sheet import parse_area
from templates import Place, Problem, Problems
from templates.folders import DEFAULT_SURVEY
from xl_addin.intake.filled import META_SURVEY
from xl_addin.use_cases.opening import refuse_other_format


def survey_of(path: Path) -> str:
    """The id of the survey that the workbook at `path` says it is; the usual one where it does not say so.

    Raises `Problems`: FILE_NOT_READABLE, and what a damaged workbook gives.
    """
    if not path.is_file():
        raise Problems([Problem("FILE_NOT_READABLE", Place(str(path)))])
    refuse_other_format(path)
    book = WorkbookPatch(path)
    book.refuse_document_types()
    names = book.defined_names()
    if META_SURVEY not in names:
        return DEFAULT_SURVEY
    sheet, area = names[META_SURVEY]
    row, column, *_ = parse_area(area)
    return str(contents(book, sheet)[0].get((sheet, row, column)) or DEFAULT_SURVEY)
