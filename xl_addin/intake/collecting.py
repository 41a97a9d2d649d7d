"""Collects filled workbooks into one table of answers; a file that cannot be used is a finding, never a stop."""

from __future__ import annotations

from collections import Counter
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
    """What came in: the survey year, `answers` (index code, a column per question id), sources, findings of intake."""

    year: int
    answers: pd.DataFrame
    sources: tuple[Filled, ...]
    findings: tuple[Finding, ...]


def files_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files to read: each given file, and the files in a given folder by name; folders in it are not entered.

    Left out: hidden files, lock files of spreadsheet programs, and the product's own manifest.
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
    year: int | None = None,
    progress: Callable[[Path], None] = lambda _: None,
) -> Collected:
    """Reads every file. Two files of one municipality: the one read last counts, and both are named.

    Without `year` the survey year is that of most files; a file of another year, or of a municipality that is not in
    the frame, is a finding and is left out.
    """
    findings: list[Finding] = []
    read: list[Filled] = []
    for path in files:
        progress(path)
        try:
            read.append(read_filled(path, survey))
        except Problems as found:
            findings.extend(_of_file(path.name, problem) for problem in found.problems)
    common = Counter(filled.year for filled in read).most_common(1)
    survey_year = year or (common[0][0] if common else survey.identity.year)
    kept: dict[str, Filled] = {}
    for filled in read:
        refusal = _refusal(filled, survey_year, frame)
        if refusal is not None:
            findings.append(_of_file(filled.file, refusal))
            continue
        findings.extend(_about(filled, kept.get(filled.code), sample))
        kept[filled.code] = filled
    for filled in kept.values():
        findings.extend(_of_cell(filled, question_id, problem) for question_id, problem in filled.remarks)
    sources = tuple(kept[code] for code in sorted(kept))
    return Collected(survey_year, _answers(sources, survey), sources, tuple(findings))


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith((".", "~$")) and path.name != MANIFEST:
            yield path


MANIFEST = "manifest.csv"


def _answers(sources: tuple[Filled, ...], survey: Survey) -> pd.DataFrame:
    rows = [filled.answers for filled in sources]
    index = pd.Index([filled.code for filled in sources], name="code", dtype=object)
    return pd.DataFrame(rows, index=index, columns=list(question_ids(survey)), dtype=object)


def _refusal(filled: Filled, year: int, frame: pd.DataFrame) -> Problem | None:
    if filled.year != year:
        return Problem("INTAKE_OTHER_YEAR", values={"gevonden": filled.year, "verwacht": year})
    if filled.code not in frame.index:
        return Problem("INTAKE_NOT_IN_FRAME", values={"code": filled.code})
    return None


def _about(filled: Filled, earlier: Filled | None, sample: pd.DataFrame | None) -> Iterator[Finding]:
    if earlier is not None:
        code = "INTAKE_SAME_FILE" if earlier.sha256 == filled.sha256 else "INTAKE_TWO_FILES"
        yield _of_file(filled.file, Problem(code, values={"eerder": earlier.file}), filled.code)
    if sample is not None and filled.code not in sample.index:
        yield _of_file(filled.file, Problem("INTAKE_NOT_IN_SAMPLE", values={"code": filled.code}), filled.code)


def _of_file(file: str, problem: Problem, code: str = "") -> Finding:
    severity = SEVERITY.get(problem.code, "fout")
    return Finding(code, problem.code, severity, problem.text(), gevonden=file)


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
