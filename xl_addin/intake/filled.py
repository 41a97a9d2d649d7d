"""One filled survey workbook as answers: what was read in it, and everything that had to be made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from templates import Place, Problem, Problems, Survey
from xl_addin.intake.interpreting import CodeLists, interpret, units_of
from xl_addin.intake.normalising import UNKNOWN
from xl_addin.intake.parsing.archive import Archive
from xl_addin.intake.parsing.reading import as_answer, asking
from xl_addin.intake.parsing.refusal import Refused
from xl_addin.intake.parsing.signature import ZIP, container
from xl_addin.intake.plan import CBS_CODE, META, OUTCOME, PARAMETER, Plan, make_plan
from xl_addin.intake.returned import Returned, returned
from xl_addin.intake.structure import out_of_place, remarks_on_file

MAXIMUM_BYTES = 30_000_000
META_SURVEY, META_VERSION, META_YEAR, META_CODE = "meta.enquete", "meta.versie", "meta.jaar", "meta.code"
META_PARAMETERS, META_LANGUAGE = "meta.parameters", "meta.taal"
MOST_OF = 0.5
"""The part of the questions that makes a file without its hidden sheets this survey."""
FEWEST_OF_PART = 5
"""So many questions that are found make a file a part of this survey, not another workbook."""


@dataclass(frozen=True)
class Filled:
    """The answers in one file, with where each was read and what was made of it.

    `answers` holds numbers, codes, text, `nvt` or `onbekend` per question id; an empty cell has no entry.
    `remarks` are the findings of reading, each with its question ("" for the file as a whole) and its place.
    `outcomes` and `parameters` are what the file itself says of `uit.*` and `par.*`: to compare with, never to use.
    `notes` are texts in cells to write in that are no question, by name. `modified`: when it was last saved, according
    to itself; `parameters_hash` marks the parameters it was made with.
    """

    file: str
    sha256: str
    code: str
    version: str
    year: int
    answers: Mapping[str, str | float]
    remarks: tuple[tuple[str, Problem], ...]
    places: Mapping[str, Place] = field(default_factory=dict)
    outcomes: Mapping[str, float] = field(default_factory=dict)
    parameters: Mapping[str, float | str] = field(default_factory=dict)
    notes: Mapping[str, str | float] = field(default_factory=dict)
    parameters_hash: str = ""
    kind: str = "xlsx"
    modified: str = ""


def read_filled(path: Path, survey: Survey) -> Filled:
    """The answers in the workbook at `path`, parsed in this process; `collect` parses in a sandbox.

    Raises `Problems` when it is too large, no workbook, damaged, made to do harm, or not this survey and version.
    """
    return read_content(content_of(path), path.name, survey)


def read_content(content: bytes, file: str, survey: Survey) -> Filled:
    """The answers in the bytes of a workbook called `file`; raises as `read_filled`."""
    plan = make_plan(survey)
    return as_filled(located(content, file, plan), file, content, survey, plan)


def located(content: bytes, file: str, plan: Plan) -> Returned:
    """Where everything stands that the plan asks for, in the bytes of a workbook. Raises `Problems` for a refusal."""
    return returned(as_answer(content, asking(plan.message())), file)


def content_of(path: Path) -> bytes:
    """The bytes of a file. Raises `Problems` when it is larger than any survey, or cannot be read."""
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise Problems([Problem("INTAKE_TOO_LARGE", Place(path.name))])
        return path.read_bytes()
    except OSError:
        raise Problems([Problem("FILE_NOT_READABLE", Place(path.name))]) from None


def scanned_content(path: Path) -> bytes:
    """The bytes of a workbook, looked through as those of a returned file, for who parses it in this process.

    Raises `Problems` as `content_of` does, and for what is no workbook, is damaged or was made to do harm.
    """
    content = content_of(path)
    try:
        if container(content) == ZIP:
            Archive(content)
    except Refused as refused:
        raise Problems([Problem(refused.code, Place(path.name), dict(refused.values))]) from None
    return content


def as_filled(found: Returned, file: str, content: bytes, survey: Survey, plan: Plan) -> Filled:
    """What the sandbox read in `file`, as answers. Raises `Problems` for another survey or version of it."""
    meta = {name: _text(found, name) for name in plan.wanted if name.startswith(META)}
    if not found.cells[META_SURVEY].how and _is_this_survey(found, plan):
        meta |= {META_SURVEY: survey.id, META_VERSION: survey.version}
    elif not found.cells[META_SURVEY].how:
        _refuse_part(found, file, plan)
    _refuse_other_survey(meta, file, survey)
    lists = CodeLists(survey.dimensions)
    answers: dict[str, str | float] = {}
    remarks = list(remarks_on_file(found, file, plan, same_language=_same_language(meta, survey)))
    places = {}
    astray = out_of_place(found)
    # codes first: what was chosen tells the unit of the number beside it
    for asked in sorted(plan.asked, key=lambda one: one.numeric):
        cell = found.cells[asked.id]
        if not cell.how:
            continue
        value, said = interpret(asked, cell, file, lists, units_of(asked, answers))
        if asked.id in astray and value is not None:
            value = UNKNOWN if asked.numeric else None
        remarks += ((asked.id, problem) for problem in said)
        places[asked.id] = cell.place(file)
        if value is not None:
            answers[asked.id] = value
    code = str(answers.get(CBS_CODE) or meta[META_CODE])
    if meta[META_CODE] and meta[META_CODE] != code:
        values = {"code": code, "meta": meta[META_CODE]}
        remarks.append((CBS_CODE, Problem("INTAKE_CODE_CHANGED", found.cells[CBS_CODE].place(file), values)))
    return Filled(
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
        code=code,
        version=meta[META_VERSION],
        year=_year(meta[META_YEAR], survey),
        answers=answers,
        remarks=tuple(remarks),
        places=places,
        outcomes={name: value for name, value in _values(found, OUTCOME).items() if isinstance(value, float)},
        parameters={name.removeprefix(PARAMETER): value for name, value in _values(found, PARAMETER).items()},
        notes={name: value for name in sorted(plan.notes) if (value := found.cells[name].plain) is not None},
        parameters_hash=meta.get(META_PARAMETERS, ""),
        kind=found.kind,
        modified=found.modified,
    )


def _is_this_survey(found: Returned, plan: Plan) -> bool:
    """Whether nearly all questions are there, in a file whose hidden sheets were taken out before it was sent."""
    there = sum(bool(found.cells[asked.id].how) for asked in plan.asked)
    return there >= MOST_OF * len(plan.asked)


def _refuse_part(found: Returned, file: str, plan: Plan) -> None:
    """Raises `Problems` for some sheets of this survey in a file of their own, which does not say whose it is."""
    there = [sheet for sheet in plan.sent if sheet in found.sheets]
    if sum(bool(found.cells[asked.id].how) for asked in plan.asked) >= FEWEST_OF_PART:
        raise Problems([Problem("INTAKE_PART_ONLY", Place(file), {"bladen": ", ".join(there)})])


def _text(found: Returned, name: str) -> str:
    value = found.cells[name].plain
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value or "")


def _values(found: Returned, prefix: str) -> dict[str, float | str]:
    values = ((name, cell.plain) for name, cell in found.cells.items() if name.startswith(prefix))
    return {name: value for name, value in values if value is not None}


def _same_language(meta: Mapping[str, str], survey: Survey) -> bool:
    return meta.get(META_LANGUAGE, "") in ("", survey.language)


def _year(text: str, survey: Survey) -> int:
    return int(text) if text.isdigit() else survey.identity.year


def _refuse_other_survey(meta: Mapping[str, str], file: str, survey: Survey) -> None:
    place, found, version = Place(file), meta[META_SURVEY], meta[META_VERSION]
    if not found:
        raise Problems([Problem("INTAKE_NO_SURVEY", place)])
    if found != survey.id:
        raise Problems([Problem("INTAKE_OTHER_SURVEY", place, {"gevonden": found, "verwacht": survey.id})])
    if version != survey.version:
        raise Problems([Problem("INTAKE_OTHER_VERSION", place, {"gevonden": version, "verwacht": survey.version})])
