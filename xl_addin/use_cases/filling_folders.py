"""Fills a whole folder of survey workbooks from a folder of answers, in one process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from templates import Place, Problem, Problems, Survey
from xl_addin.intake.collecting import CODE_IN_NAME
from xl_addin.intake.inputs import read_answers
from xl_addin.use_cases.filling import FilledIn, fill, numeric_ids
from xl_addin.use_cases.outputs import refuse_existing


class Pair(NamedTuple):
    """A survey workbook, the answers for it, and where the filled one comes."""

    workbook: Path
    answers: Path
    target: Path


def fill_folder(
    workbooks: Path,
    answers: Path,
    out: Path,
    survey: Survey,
    force: bool = False,
    progress: Callable[[Path], None] = lambda _: None,
) -> tuple[FilledIn, ...]:
    """A filled workbook in `out` for every file of answers (GMnnnn*.csv), from the workbook with that code in its name.

    Raises `Problems`, all together and before anything is written: FILL_NO_ANSWERS, FILL_NO_WORKBOOK, FILL_CODE_DOUBLE,
    OUTPUT_EXISTS unless `force`, and those of reading the answers.
    """
    pairs = _pairs(workbooks, answers, out)
    refuse_existing([pair.target for pair in pairs], force)
    numeric = numeric_ids(survey)
    given = {}
    problems: list[Problem] = []
    for pair in pairs:
        try:
            given[pair] = read_answers(pair.answers, numeric)
        except Problems as found:
            problems.extend(found.problems)
    if problems:
        raise Problems(problems)
    done = []
    for pair in pairs:
        progress(pair.workbook)
        done.append(fill(pair.workbook, given[pair], survey, pair.target, force))
    return tuple(done)


def _pairs(workbooks: Path, answers: Path, out: Path) -> list[Pair]:
    books, problems = _by_code(workbooks, ".xlsx")
    files, doubled = _by_code(answers, ".csv")
    problems += doubled
    if not files:
        problems.append(Problem("FILL_NO_ANSWERS", Place(str(answers))))
    lacking = [code for code in files if code not in books]
    problems += [Problem("FILL_NO_WORKBOOK", Place(files[code].name), {"code": code}) for code in lacking]
    if problems:
        raise Problems(problems)
    return [Pair(books[code], path, out / books[code].name) for code, path in files.items()]


def _by_code(folder: Path, suffix: str) -> tuple[dict[str, Path], list[Problem]]:
    """The files of the folder by the municipality's code in their name; a code that stands twice is a problem."""
    found: dict[str, Path] = {}
    doubled: list[Problem] = []
    for path in sorted(folder.iterdir()):
        code = CODE_IN_NAME.search(path.name)
        if path.suffix.lower() != suffix or code is None or path.name.startswith(("~$", ".")):
            continue
        name = code.group().upper()
        if name in found:
            doubled.append(Problem("FILL_CODE_DOUBLE", Place(path.name), {"code": name, "eerder": found[name].name}))
        found.setdefault(name, path)
    return found, doubled
