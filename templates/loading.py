"""Reads a survey folder through the schema; a mistake is named with its file and line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from templates.problems import Place, Problem, Problems
from templates.schema import Identity, Parameter, ResultTable, Rule, Sheet, Survey
from templates.validation import inconsistencies

FOLDER = Path(__file__).parent
Location = tuple[int | str, ...]
BLOCK_KINDS = ("lijst", "rooster")
Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def survey_ids(folder: Path = FOLDER) -> tuple[str, ...]:
    """The surveys there are: every folder with a `survey.yaml`."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/survey.yaml")))


@cache
def load_survey(survey_id: str = "wi2021", folder: Path = FOLDER) -> Survey:
    """The survey definition in `folder/survey_id`.

    Raises `Problems` with every mistake found, each with file and line: a missing part, invalid YAML, a key or value
    that the schema does not know, and references between parts that do not fit.
    """
    home = folder / survey_id
    parts = {name: home / f"{name}.yaml" for name in ("survey", "parameters", "checks", "tables")}
    sheets = sorted((home / "sheets").glob("*.yaml"))
    missing = [path for path in parts.values() if not path.is_file()]
    if not sheets:
        missing.append(home / "sheets" / "*.yaml")
    if missing:
        raise Problems(Problem("TEMPLATE_PART_MISSING", Place(_shown(path)), {"deel": path.name}) for path in missing)

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
    return Problem("TEMPLATE_INCONSISTENT", Place(_shown(path), line=_find_line(path, needle)), {"uitleg": explanation})


def _read(path: Path, model: Any, problems: list[Problem]) -> Any:
    try:
        with path.open(encoding="utf-8") as stream:
            node = yaml.compose(stream, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        problems.append(Problem("TEMPLATE_NOT_YAML", Place(_shown(path), line=line), {"uitleg": error.problem}))
        return None
    positions: dict[Location, int] = {(): 1}
    data = _plain(node, (), positions, path, problems) if node is not None else None
    try:
        return TypeAdapter(model).validate_python(data)
    except ValidationError as error:
        for detail in error.errors():
            line = _nearest(positions, detail["loc"])
            values = {"plek": _spoken(detail["loc"]), "uitleg": detail["msg"]}
            problems.append(Problem("TEMPLATE_INVALID", Place(_shown(path), line=line), values))
        return None


def _plain(
    node: yaml.Node, location: Location, positions: dict[Location, int], path: Path, problems: list[Problem]
) -> Any:
    positions[location] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if key in result:
                place = Place(_shown(path), line=key_node.start_mark.line + 1)
                problems.append(Problem("TEMPLATE_DOUBLE_KEY", place, {"sleutel": key}))
            result[key] = _plain(value_node, (*location, key), positions, path, problems)
            positions[(*location, key)] = key_node.start_mark.line + 1
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*location, i), positions, path, problems) for i, item in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    constructor = yaml.SafeLoader("")
    return constructor.construct_object(node)


def _nearest(positions: Mapping[Location, int], location: Location) -> int:
    """The line of the innermost part of `location` that the file holds; a block's kind is only pydantic's."""
    plain = tuple(part for part in location if part not in BLOCK_KINDS)
    return next(positions[plain[:length]] for length in range(len(plain), -1, -1) if plain[:length] in positions)


def _spoken(location: Location) -> str:
    return " > ".join(str(part + 1) if isinstance(part, int) else part for part in location)


def _shown(path: Path) -> str:
    """The path from the templates folder on, so that a message reads the same on every machine."""
    return "/".join(path.parts[-3:]) if path.suffix and path.parent.name == "sheets" else "/".join(path.parts[-2:])


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
