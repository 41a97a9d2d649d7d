"""Reads a survey folder through the schema; a mistake is named with its file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from templates.folders import DEFAULT_SURVEY, survey_home
from templates.folders import FOLDER as FOLDER
from templates.folders import survey_ids as survey_ids
from templates.following import with_followed
from templates.invalid import explained, independent, without
from templates.naming import Inconsistency
from templates.problems import Place, Problem, Problems
from templates.schema import Identity, Parameter, ResultTable, Rule, Sheet, Survey
from templates.translation import translated
from templates.validation import inconsistencies, question_faults
from templates.yaml_lines import PARTS, nearest, read_yaml, shown, spoken

OWN_LANGUAGE = "nl"
LANGUAGES = (OWN_LANGUAGE, "en")
Model = TypeVar("Model")
SHARED = "shared"
BLOCK_KINDS = ("lijst", "rooster")


def load_survey(survey_id: str = DEFAULT_SURVEY, folder: Path | None = None, language: str = OWN_LANGUAGE) -> Survey:
    """The survey definition `survey_id`, with its texts in `language`: its own, or one with a file beside it.

    It is looked for in `folder`, or else where `survey_home` says. Raises `Problems` with every mistake found, each
    with file and line: a missing part, invalid YAML, a key or value that the schema does not know, references between
    parts that do not fit, texts without translation; and SURVEY_UNKNOWN.
    """
    return _loaded(survey_home(survey_id, folder), language)


@cache
def _loaded(home: Path, language: str) -> Survey:
    if language == OWN_LANGUAGE:
        return _defined(home)
    path = home / f"{language}.yaml"
    own = _loaded(home, OWN_LANGUAGE)
    taken = [FOLDER / SHARED / f"{name}.{language}.yaml" for name in own.identity.uses]
    survey = translated(own, path, language, (one for one in taken if one.is_file()))
    found = inconsistencies(survey)
    if found:
        raise Problems(inconsistent(path, *one[1:]) for one in found)
    return survey


def _defined(home: Path) -> Survey:
    """The survey in the language in which it was written."""
    files = {name: _part_files(home, name) for name in PARTS}
    missing = [home / f"{name}.yaml" for name in PARTS[:-1] if not files[name]]
    if not files["sheets"]:
        missing.append(home / "sheets" / "*.yaml")
    if missing:
        raise Problems(Problem("TEMPLATE_PART_MISSING", Place(shown(path)), {"deel": path.name}) for path in missing)

    problems: list[Problem] = []
    identity = _read(files["survey"][0], Identity, problems)
    sound = not problems
    shared = _shared(identity, files["survey"][0], problems)
    parameters = _read_all([*shared, *files["parameters"]], tuple[Parameter, ...], problems)
    rules = _read_all(files["checks"], tuple[Rule, ...], problems)
    tables = _read_all(files["tables"], tuple[ResultTable, ...], problems)
    sheets = tuple(page for page in [_read(path, Sheet, problems) for path in files["sheets"]] if page is not None)
    if problems:
        partial = Survey(identity=identity, sheets=sheets, parameters=(), rules=(), tables=()) if sound else None
        raise Problems([*problems, *(_placed(question_faults(partial), files) if partial else ())])
    assert identity is not None
    survey = Survey(
        identity=identity,
        sheets=sheets,
        parameters=with_followed(parameters),
        rules=rules,
        tables=tables,
    )
    if identity.id != home.name:
        said = f"de map heet '{home.name}' en de enquête '{identity.id}'; die naam is dezelfde"
        raise Problems([inconsistent(files["survey"][0], "id:", said)])
    found = inconsistencies(survey)
    if found:
        raise Problems(_placed(found, files))
    return survey


def _shared(identity: Identity | None, path: Path, problems: list[Problem]) -> list[Path]:
    """The files with parameters that a survey takes over."""
    named = {name: FOLDER / SHARED / f"{name}.yaml" for name in (identity.uses if identity else ())}
    known = ", ".join(sorted(one.stem for one in (FOLDER / SHARED).glob("*.yaml") if "." not in one.stem))
    problems.extend(
        inconsistent(path, name, f"'uses' noemt '{name}', en er is alleen: {known}")
        for name, file in named.items()
        if not file.is_file()
    )
    return [file for file in named.values() if file.is_file()]


def _part_files(home: Path, name: str) -> list[Path]:
    """The files of a part: `name.yaml`, and the files of the folder `name/` in the order of their names."""
    single = home / f"{name}.yaml"
    return [*([single] if single.is_file() else []), *sorted((home / name).glob("*.yaml"))]


def _placed(found: Sequence[Inconsistency], files: Mapping[str, Sequence[Path]]) -> list[Problem]:
    return [inconsistent(_file_of(one, files), *one[1:]) for one in found]


def inconsistent(path: Path, needles: str | Sequence[str], explanation: str, last: bool = False) -> Problem:
    """A mistake in how parts fit, on the first (or `last`) line of the file that holds one of `needles`.

    The first needle that the file holds decides; without line where it holds none.
    """
    wanted = [needles] if isinstance(needles, str) else needles
    line = next(filter(None, (_find_line(path, needle, last) for needle in wanted)), None)
    return Problem("TEMPLATE_INCONSISTENT", Place(shown(path), line=line), {"uitleg": explanation})


def read_part(path: Path, model: type[Model]) -> Model:
    """What a YAML file says, through its type. Raises `Problems` with every mistake found, each with file and line."""
    problems: list[Problem] = []
    found: Model = _read(path, model, problems)
    if problems:
        raise Problems(problems)
    return found


def _read(path: Path, model: Any, problems: list[Problem]) -> Any:
    before = len(problems)
    data, positions = read_yaml(path, problems)
    if data is None and len(problems) > before:
        return None
    kind = TypeAdapter(model)
    try:
        return kind.validate_python(data)
    except ValidationError as error:
        details = independent(error.errors())
        wrong = [tuple(part for part in one["loc"] if part not in BLOCK_KINDS) for one in details]  # only pydantic's
        for detail, plain in zip(details, wrong, strict=True):
            values = {"plek": spoken(detail["loc"]), "uitleg": explained(detail)}
            problems.append(Problem("TEMPLATE_INVALID", Place(shown(path), line=nearest(positions, plain)), values))
    try:
        return kind.validate_python(without(data, wrong))
    except ValidationError:
        return None


def _read_all(paths: Sequence[Path], model: Any, problems: list[Problem]) -> tuple[Any, ...]:
    return tuple(entry for path in paths for entry in _read(path, model, problems) or ())


def _file_of(one: Inconsistency, files: Mapping[str, Sequence[Path]]) -> Path:
    """The file of a part, or of the sheet with this key, in which the mistake stands."""
    part = one.part
    if part not in files:
        keyed = [sheet for sheet in files["sheets"] if _find_line(sheet, f"key: {part}", False) is not None]
        candidates: Sequence[Path] = keyed or files["survey"]
    else:
        candidates = files[part]
    order = list(reversed(candidates)) if one.last else list(candidates)
    having = (path for needle in one.needles for path in order if _find_line(path, needle, False) is not None)
    return next(having, order[0])


def _find_line(path: Path, needle: str, last: bool) -> int | None:
    """The first or last line in which a text stands by itself, not as part of a longer word or id; None if none."""
    alone = re.compile(rf"(?<![\w.]){re.escape(needle)}(?![\w.]*\w)")
    lines = [
        number
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1)
        if needle and alone.search(line)
    ]
    return lines[-1 if last else 0] if lines else None
