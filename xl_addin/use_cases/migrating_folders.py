"""Moves a whole folder of workbooks of an older version, in one process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from templates import Place, Problem, Problems, Survey
from xl_addin.use_cases.migrating import Migrated, moved
from xl_addin.use_cases.outputs import refuse_existing, write_all


def migrate_folder(
    old: Path,
    out: Path,
    survey: Survey,
    force: bool = False,
    progress: Callable[[Path], None] = lambda _: None,
) -> tuple[Migrated, ...]:
    """A current workbook in `out` for every workbook in `old`, under the same name; all of them or none.

    Raises `Problems`, those of all workbooks together: MIGRATE_NONE for a folder without workbooks, OUTPUT_EXISTS
    unless `force`, and those of `migrate`.
    """
    files = sorted(path for path in old.glob("*.xlsx") if not path.name.startswith(("~$", ".")))
    if not files:
        raise Problems([Problem("MIGRATE_NONE", Place(str(old)))])
    refuse_existing([out / path.name for path in files], force)
    problems: list[Problem] = []
    done: dict[Path, bytes] = {}
    reports = []
    for path in files:
        progress(path)
        try:
            found = moved(path, out / path.name, survey)
        except Problems as wrong:
            problems += wrong.problems
            continue
        done[out / path.name] = found.content
        reports.append(found.report)
    if problems:
        raise Problems(problems)
    write_all(done)
    return tuple(reports)
