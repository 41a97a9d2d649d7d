"""Collects filled workbooks into one table of answers; a file that cannot be used is a finding, never a stop."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from generator.ooxml.files import BACKUP
from templates import Place, Problem, Problems, Survey
from templates.questions import question_ids
from templates.web_mapping import WebMapping, load_web_mapping
from xl_addin.checks.findings import Finding
from xl_addin.intake.facts import changed_facts
from xl_addin.intake.filled import Filled, as_filled, content_of
from xl_addin.intake.inputs import CODE_PATTERN, JOINT_CODE
from xl_addin.intake.interpreting import as_text
from xl_addin.intake.plan import Plan, make_plan
from xl_addin.intake.resubmission import Submission, changed_answers, choose, in_own_words, joined_parts, own_answers
from xl_addin.intake.resuming import Kept
from xl_addin.intake.returned import returned
from xl_addin.intake.sandbox import Sandbox
from xl_addin.intake.web_export import WebExport

MANIFEST = "manifest.csv"
NAME = "alg.gemeente"
COUNTS, REPLACED, EQUAL, LEFT_OUT = "telt mee", "vervangen", "gelijk", "niet gebruikt"
CODE_IN_NAME = re.compile(r"GM\d{4}", re.IGNORECASE)
Progress = Callable[[Path], None]


@dataclass(frozen=True)
class Source:
    """One file that was looked at, and what became of it; `reason` is the code of the finding that says why."""

    code: str
    file: str
    sha256: str
    version: str = ""
    status: str = COUNTS
    reason: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Collected:
    """What came in: the survey year, `answers` (index code, a column per question id), sources, findings of intake.

    `sources` are the files that count; `files` are all that were looked at.
    """

    year: int
    answers: pd.DataFrame
    sources: tuple[Filled, ...]
    findings: tuple[Finding, ...]
    files: tuple[Source, ...] = ()


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


def unread_folders(paths: Iterable[Path]) -> Iterator[Finding]:
    """A finding per folder with files inside a given folder: it is not entered, and nobody may think that it was.

    Left out: hidden folders, and the copies that the product keeps.
    """
    for path in paths:
        for folder in sorted(path.iterdir()) if path.is_dir() else ():
            if folder.is_dir() and not folder.name.startswith(".") and folder.name != BACKUP:
                count = sum(1 for _ in _walk(folder))
                if count:
                    yield _of_file(folder.name, Problem("INTAKE_FOLDER", values={"aantal": count}))


def collect(
    files: Iterable[Path],
    survey: Survey,
    frame: pd.DataFrame,
    sample: pd.DataFrame | None = None,
    year: int | None = None,
    progress: Progress = lambda _: None,
    keep_in: Path | None = None,
) -> Collected:
    """Reads every file in a sandbox. Of several files of one municipality the one saved last counts; all are named.

    Without `year` the survey year is that of most files; a file of another year, or of a municipality that is not in
    the frame, is a finding and is left out. In the folder `keep_in` is kept what was read, until all of it is: a
    second start after a stop does not read it again.
    """
    gathered = _Gathered(frozenset(str(code) for code in frame.index))
    plan = make_plan(survey)
    kept = Kept(keep_in, plan)
    exports, books = _apart(files, load_web_mapping(survey.id))
    read = (
        *_read_all(books, survey, plan, kept, progress, gathered),
        *_read_exports(exports, survey, progress, gathered),
    )
    common = Counter(one.filled.year for one in read).most_common(1)
    survey_year = year or (common[0][0] if common else survey.identity.year)
    submitted: dict[str, list[Submission]] = {}
    for one in read:
        refusal = _refusal(one.filled, survey_year, frame, survey)
        if refusal is not None:
            gathered.leave_out(one.filled, refusal, code=_whose(one.filled, frame))
        else:
            submitted.setdefault(one.filled.code, []).append(one)
    own = own_answers(survey)
    counting = [_chosen(every, gathered, in_own_words(survey), own) for _, every in sorted(submitted.items())]
    gathered.settle({filled.code for filled in counting})
    for filled in counting:
        gathered.findings += _about(filled, frame, sample, plan)
    sources = tuple(counting)
    return Collected(survey_year, _answers(sources, survey), sources, tuple(gathered.findings), tuple(gathered.files))


class _Gathered:
    """Findings and files, as they come up."""

    def __init__(self, known: frozenset[str]) -> None:
        self.known = known
        self.findings: list[Finding] = []
        self.files: list[Source] = []

    def settle(self, counting: Set[str]) -> None:
        """What lies beside a survey that counts is no question to that municipality any more."""
        self.findings = [
            _beside(one) if one.code in counting and one.gevonden in self.unused else one for one in self.findings
        ]

    @property
    def unused(self) -> set[str]:
        """The files that do not count and that no other replaces."""
        return {file.file for file in self.files if file.status == LEFT_OUT}

    def refuse(self, path: Path, sha256: str, problems: Problems) -> None:
        """A file that could not be read; whose it is, only its name can say."""
        named = {code.upper() for code in CODE_IN_NAME.findall(path.name)} & self.known
        code = named.pop() if len(named) == 1 else ""
        self.findings += (_of_file(path.name, problem, code) for problem in problems.problems)
        self.files.append(Source(code, path.name, sha256, status=LEFT_OUT, reason=problems.problems[0].code))

    def leave_out(self, filled: Filled, problem: Problem, status: str = LEFT_OUT, code: str = "") -> None:
        """A file that was read and does not count."""
        self.findings.append(_of_file(filled.file, problem, code))
        self.add(filled, status, problem.code)

    def add(self, filled: Filled, status: str, reason: str = "") -> None:
        """A file that was read."""
        line = (filled.code, filled.file, filled.sha256, filled.version, status, reason, filled.modified)
        self.files.append(Source(*line))


def changed_since(
    collected: Collected, files: pd.DataFrame, answers: pd.DataFrame, survey: Survey
) -> Iterator[Finding]:
    """What changed since an earlier collection, for each municipality of which another file counts now.

    files: columns code, bestand, sha256 and status of that collection; answers: column code and one per question.
    """
    if files.empty or answers.empty or not {"code", "bestand", "sha256"} <= set(files.columns):
        return
    # the list of an older version has no status and holds only files that counted
    said = files[files["status"].eq(COUNTS)] if "status" in files.columns else files
    counted = said.drop_duplicates("code").set_index("code")
    before = answers.drop_duplicates("code").set_index("code").reindex(columns=collected.answers.columns)
    for filled in collected.sources:
        if filled.code not in counted.index or counted.at[filled.code, "sha256"] == filled.sha256:
            continue
        if filled.code not in before.index:
            continue
        problem = Problem("INTAKE_RESUBMITTED", values={"eerder": counted.at[filled.code, "bestand"]})
        yield _of_file(filled.file, problem, filled.code)
        given = before.loc[filled.code].dropna().to_dict()
        known = {str(name): value for name, value in given.items()}
        for question, change in changed_answers(known, filled, in_own_words(survey)):
            yield _of_cell(filled, question, change)


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith((".", "~$")) and path.name != MANIFEST:
            yield path


def _read_all(
    files: Iterable[Path], survey: Survey, plan: Plan, kept: Kept, progress: Progress, gathered: _Gathered
) -> Iterator[Submission]:
    """Every file that could be read, in order."""
    with Sandbox(plan) as sandbox:

        def answer(path: Path) -> tuple[bytes, int, Any] | Problems:
            try:
                content, date = content_of(path), path.stat().st_mtime_ns
            except Problems as problems:
                return problems
            except OSError:
                return Problems([Problem("FILE_NOT_READABLE", Place(path.name))])
            digest = hashlib.sha256(content).hexdigest()
            found = kept.get(digest)
            if found is None:
                found = sandbox.read(content)
                kept.put(digest, found)
            return content, date, found

        for path, result in sandbox.map(answer, _told(files, progress)):
            content = b""
            try:
                if isinstance(result, Problems):
                    raise result
                content, date, found = result
                filled = as_filled(returned(found, path.name), path.name, content, survey, plan)
            except Problems as problems:
                gathered.refuse(path, hashlib.sha256(content).hexdigest() if content else "", problems)
                continue
            yield Submission(filled, date)


def _apart(files: Iterable[Path], mapping: WebMapping | None) -> tuple[list[Path], list[Path]]:
    """The exports of a survey tool, where the survey has one, and the workbooks."""
    every = list(files)
    exports = [path for path in every if mapping is not None and path.suffix.lower() == ".csv"]
    return exports, [path for path in every if path not in exports]


def _read_exports(
    files: Sequence[Path], survey: Survey, progress: Progress, gathered: _Gathered
) -> Iterator[Submission]:
    """Every respondent in the exports of a survey tool, in order; of two rows of one municipality the last counts."""
    mapping = load_web_mapping(survey.id)
    for path in _told(files, progress):
        content = b""
        try:
            content = content_of(path)
            assert mapping is not None  # else there are no exports
            for filled in WebExport(content, path.name, survey, mapping).filled():
                yield Submission(filled, path.stat().st_mtime_ns)
        except Problems as problems:
            gathered.refuse(path, hashlib.sha256(content).hexdigest() if content else "", problems)


def _told(files: Iterable[Path], progress: Progress) -> Iterator[Path]:
    for path in files:
        progress(path)
        yield path


def _chosen(submissions: Sequence[Submission], gathered: _Gathered, written: Set[str], own: Set[str]) -> Filled:
    """The file that counts among those of one municipality; the others are told, with what changed.

    Files that each hold a part of the answers count together. own: the questions that a municipality answers itself.
    """
    chosen = choose(submissions)
    filled = chosen.counts.filled
    for one, same in chosen.equal:
        problem = Problem("INTAKE_SAME_FILE", values={"eerder": same.filled.file})
        gathered.leave_out(one.filled, problem, EQUAL, filled.code)
    replaced = []
    for earlier in reversed(chosen.replaced):
        joined = joined_parts(earlier.filled, filled, own)
        if joined is None:
            replaced.append(earlier)
            continue
        filled = joined
        gathered.add(earlier.filled, COUNTS)
    for earlier in replaced[::-1]:
        gathered.add(earlier.filled, REPLACED, chosen.code)
        problem = Problem(chosen.code, values={"eerder": earlier.filled.file})
        gathered.findings.append(_of_file(filled.file, problem, filled.code))
    if replaced:
        changes = changed_answers(replaced[0].filled.answers, filled, written)
        gathered.findings += (_of_cell(filled, question, problem) for question, problem in changes)
    gathered.add(filled, COUNTS)
    return filled


def _answers(sources: tuple[Filled, ...], survey: Survey) -> pd.DataFrame:
    rows = [filled.answers for filled in sources]
    index = pd.Index([filled.code for filled in sources], name="code", dtype=object)
    return pd.DataFrame(rows, index=index, columns=list(question_ids(survey)), dtype=object)


def _refusal(filled: Filled, year: int, frame: pd.DataFrame, survey: Survey) -> Problem | None:
    if filled.year != year:
        return Problem("INTAKE_OTHER_YEAR", values={"gevonden": filled.year, "verwacht": year})
    kinds = survey.dimensions.respondents
    beside = kinds is not None and filled.answers.get(kinds.question) == kinds.joint
    if filled.code in frame.index or (beside and JOINT_CODE.fullmatch(filled.code)):
        return None
    pointed = _whose(filled, frame)
    if pointed and not CODE_PATTERN.match(filled.code):
        return Problem("INTAKE_CODE_UNCLEAR", values={"gevonden": filled.code, "code": pointed})
    return Problem("INTAKE_NOT_IN_FRAME", values={"code": filled.code})


def _whose(filled: Filled, frame: pd.DataFrame) -> str:
    """The municipality of the frame that a file is of: by its code, else by the name it gives or that of the file."""
    if filled.code in frame.index:
        return filled.code
    named = {code.upper() for code in CODE_IN_NAME.findall(filled.file)} & set(frame.index)
    if len(named) != 1:
        name = " ".join(str(filled.answers.get(NAME, "")).split()).casefold()
        named = {str(code) for code, one in frame["naam"].items() if name and str(one).casefold() == name}
    return named.pop() if len(named) == 1 else ""


def _about(filled: Filled, frame: pd.DataFrame, sample: pd.DataFrame | None, plan: Plan) -> Iterator[Finding]:
    """What there is to say about a file that counts."""
    if sample is not None and filled.code not in sample.index:
        yield _of_file(filled.file, Problem("INTAKE_NOT_IN_SAMPLE", values={"code": filled.code}), filled.code)
    named = {code.upper() for code in CODE_IN_NAME.findall(filled.file)}
    if named and filled.code not in named:
        values = {"naam": ", ".join(sorted(named)), "code": filled.code}
        yield _of_file(filled.file, Problem("INTAKE_FILE_NAME", values=values), filled.code)
    changed = changed_facts(filled, frame, plan) if filled.kind != "csv" and filled.code in frame.index else ()
    for question, problem in (*filled.remarks, *changed):
        yield _of_cell(filled, question, problem)


def _beside(finding: Finding) -> Finding:
    problem = Problem("INTAKE_BESIDE", values={"reden": finding.tekst})
    return _of_file(finding.gevonden, problem, finding.code)


def _of_file(file: str, problem: Problem, code: str = "") -> Finding:
    return Finding(code, problem.code, problem.severity, problem.text(), gevonden=file)


def _column(value: object) -> str:
    return as_text(value) if isinstance(value, float) else str(value)


def _of_cell(filled: Filled, question_id: str, problem: Problem) -> Finding:
    values = problem.values
    return Finding(
        filled.code,
        problem.code,
        problem.severity,
        problem.text(),
        id=question_id,
        blad=problem.place.sheet,
        cel=problem.place.cell,
        gevonden=_column(values.get("gevonden", filled.file)),
        verwacht=_column(values.get("verwacht", "")),
    )
