"""Collects filled workbooks into one table of answers; a file that cannot be used is a finding, never a stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from templates import Place, Problem, Problems, Survey
from templates.questions import question_ids
from xl_addin.checks.findings import Finding
from xl_addin.intake.filled import Filled, read_filled

SEVERITY = {
    "INTAKE_NORMALISED": "waarschuwing",
    "INTAKE_AMBIGUOUS": "vraag",
    "INTAKE_FORMULA": "waarschuwing",
    "INTAKE_NOT_IN_SAMPLE": "waarschuwing",
    "INTAKE_SAME_FILE": "waarschuwing",
}


@dataclass(frozen=True)
class Collected:
    """What came in: `answers` (index code, a column per question id), the sources, and the findings of intake."""

    answers: pd.DataFrame
    sources: tuple[Filled, ...]
    findings: tuple[Finding, ...]


def files_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files to read, sorted by name: each given file, and all files in a given folder and below.

    Left out: hidden files, lock files of spreadsheet programs, and the product's own `backup` folders and manifests.
    Raises `Problems` for a path that does not exist.
    """
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise Problems(Problem("FILE_NOT_READABLE", Place(str(path))) for path in missing)
    found: list[Path] = []
    for path in paths:
        found.extend(_walk(path) if path.is_dir() else [path])
    return tuple(dict.fromkeys(found))


def collect(
    files: Iterable[Path],
    survey: Survey,
    frame: pd.DataFrame,
    sample: pd.DataFrame | None = None,
    progress: Callable[[Path], None] = lambda _: None,
) -> Collected:
    """Reads every file; two files of one municipality: the one read last counts, and both are named."""
    findings: list[Finding] = []
    kept: dict[str, Filled] = {}
    for path in files:
        progress(path)
        try:
            filled = read_filled(path, survey)
        except Problems as found:
            findings.extend(_of_file(path, problem) for problem in found.problems)
            continue
        if filled.code not in frame.index:
            findings.append(_of_file(path, Problem("INTAKE_NOT_IN_FRAME", values={"code": filled.code})))
            continue
        findings.extend(_about(filled, kept.get(filled.code), sample))
        kept[filled.code] = filled
    for filled in kept.values():
        findings.extend(_of_cell(filled, question_id, problem) for question_id, problem in filled.remarks)
    sources = tuple(kept[code] for code in sorted(kept))
    return Collected(_answers(sources, survey), sources, tuple(findings))


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        own = "backup" in path.relative_to(folder).parts[:-1] or path.name == MANIFEST
        if path.is_file() and not hidden and not own:
            yield path


MANIFEST = "manifest.csv"


def _answers(sources: tuple[Filled, ...], survey: Survey) -> pd.DataFrame:
    rows = [filled.answers for filled in sources]
    index = pd.Index([filled.code for filled in sources], name="code", dtype=object)
    return pd.DataFrame(rows, index=index, columns=list(question_ids(survey)), dtype=object)


def _about(filled: Filled, earlier: Filled | None, sample: pd.DataFrame | None) -> Iterator[Finding]:
    path = Path(filled.file)
    if earlier is not None:
        code = "INTAKE_SAME_FILE" if earlier.sha256 == filled.sha256 else "INTAKE_TWO_FILES"
        yield _of_file(path, Problem(code, values={"eerder": earlier.file}), filled.code)
    if sample is not None and filled.code not in sample.index:
        yield _of_file(path, Problem("INTAKE_NOT_IN_SAMPLE", values={"code": filled.code}), filled.code)


def _of_file(path: Path, problem: Problem, code: str = "") -> Finding:
    severity = SEVERITY.get(problem.code, "fout")
    return Finding(code, problem.code, severity, problem.text(), gevonden=path.name)


def _of_cell(filled: Filled, question_id: str, problem: Problem) -> Finding:
    values = problem.values
    return Finding(
        filled.code,
        problem.code,
        SEVERITY.get(problem.code, "fout"),
        problem.text(),
        id=question_id,
        blad=problem.place.sheet,
        cel=problem.place.cell,
        gevonden=str(values.get("gevonden", filled.file)),
        verwacht=str(values.get("verwacht", "")),
    )
