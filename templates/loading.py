"""Reads a survey folder through the schema; a mistake is named with its file and line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from templates.problems import Place, Problem, Problems
from templates.schema import Identity, Parameter, ResultTable, Rule, Sheet, Survey
from templates.translation import translated
from templates.validation import inconsistencies
from templates.yaml_lines import nearest, read_yaml, shown, spoken

FOLDER = Path(__file__).parent
OWN_LANGUAGE = "nl"
LANGUAGES = (OWN_LANGUAGE, "en")
BLOCK_KINDS = ("lijst", "rooster")


def survey_ids(folder: Path = FOLDER) -> tuple[str, ...]:
    """The surveys there are: every folder with a `survey.yaml`."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/survey.yaml")))


@cache
def load_survey(survey_id: str = "wi2021", folder: Path = FOLDER, language: str = OWN_LANGUAGE) -> Survey:
    """The survey definition in `folder/survey_id`, with its texts in `language`: its own, or one with a file beside it.

    Raises `Problems` with every mistake found, each with file and line: a missing part, invalid YAML, a key or value
    that the schema does not know, references between parts that do not fit, and texts without translation.
    """
    if language == OWN_LANGUAGE:
        return _defined(folder / survey_id)
    path = folder / survey_id / f"{language}.yaml"
    survey = translated(load_survey(survey_id, folder), path, language)
    found = inconsistencies(survey)
    if found:
        raise Problems(_inconsistent(path, *rest) for _, *rest in found)
    return survey


def _defined(home: Path) -> Survey:
    """The survey in the language in which it was written."""
    parts = {name: home / f"{name}.yaml" for name in ("survey", "parameters", "checks", "tables")}
    sheets = sorted((home / "sheets").glob("*.yaml"))
    missing = [path for path in parts.values() if not path.is_file()]
    if not sheets:
        missing.append(home / "sheets" / "*.yaml")
    if missing:
        raise Problems(Problem("TEMPLATE_PART_MISSING", Place(shown(path)), {"deel": path.name}) for path in missing)

    problems: list[Problem] = []
    identity = _read(parts["survey"], Identity, problems)
    parameters = _read(parts["parameters"], tuple[Parameter, ...], problems)
    rules = _read(parts["checks"], tuple[Rule, ...], problems)
    tables = _read(parts["tables"], tuple[ResultTable, ...], problems)
    pages = [_read(path, Sheet, problems) for path in sheets]
    if problems:
        raise Problems(problems)
    assert identity is not None
    survey = Survey(
        identity=identity,
        sheets=tuple(page for page in pages if page is not None),
        parameters=parameters or (),
        rules=rules or (),
        tables=tables or (),
    )
    found = inconsistencies(survey)
    if found:
        raise Problems(_inconsistent(_file_of(where, parts, sheets), *rest) for where, *rest in found)
    return survey


def _inconsistent(path: Path, needle: str, explanation: str) -> Problem:
    return Problem("TEMPLATE_INCONSISTENT", Place(shown(path), line=_find_line(path, needle)), {"uitleg": explanation})


def _read(path: Path, model: Any, problems: list[Problem]) -> Any:
    before = len(problems)
    data, positions = read_yaml(path, problems)
    if data is None and len(problems) > before:
        return None
    try:
        return TypeAdapter(model).validate_python(data)
    except ValidationError as error:
        for detail in error.errors():
            plain = tuple(part for part in detail["loc"] if part not in BLOCK_KINDS)  # the kind is only pydantic's
            values = {"plek": spoken(detail["loc"]), "uitleg": detail["msg"]}
            problems.append(Problem("TEMPLATE_INVALID", Place(shown(path), line=nearest(positions, plain)), values))
        return None


def _file_of(where: str, parts: Mapping[str, Path], sheets: list[Path]) -> Path:
    if where in parts:
        return parts[where]
    for sheet in sheets:
        if _find_line(sheet, f"key: {where}") is not None:
            return sheet
    return parts["survey"]


def _find_line(path: Path, needle: str) -> int | None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if needle and needle in line:
            return number
    return None
