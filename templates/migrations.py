"""How answers of an older version of a survey move into this one: what was renamed and what is no longer asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from templates.loading import FOLDER
from templates.problems import Place, Problem, Problems
from templates.questions import question_ids
from templates.schema import Frozen, Survey
from templates.yaml_lines import nearest, read_yaml, shown, spoken


class Migration(Frozen):
    """From one older version to the present one: `renamed` old id -> new id, `dropped` old id -> why it is gone.

    Every other id means what it meant.
    """

    version: str
    renamed: Mapping[str, str] = {}
    dropped: Mapping[str, str] = {}


def migrations(survey: Survey, folder: Path = FOLDER) -> dict[str, Migration]:
    """The older versions that can be moved, by version; the survey's own version moves as it is.

    Raises `Problems` with file and line for a mistake in `migrations.yaml`, such as a new id that is not asked.
    """
    path = folder / survey.id / "migrations.yaml"
    own = Migration(version=survey.version)
    if not path.is_file():
        return {own.version: own}
    problems: list[Problem] = []
    data, positions = read_yaml(path, problems)
    if problems:
        raise Problems(problems)
    try:
        found = TypeAdapter(tuple[Migration, ...]).validate_python(data)
    except ValidationError as error:
        raise Problems(
            Problem(
                "TEMPLATE_INVALID",
                Place(shown(path), line=nearest(positions, detail["loc"])),
                {"plek": spoken(detail["loc"]), "uitleg": detail["msg"]},
            )
            for detail in error.errors()
        ) from None
    asked = set(question_ids(survey))
    unknown = [
        Problem("MIGRATION_UNKNOWN_ID", Place(shown(path), line=positions[at, "renamed", old]), {"id": new})
        for at, one in enumerate(found)
        for old, new in one.renamed.items()
        if new not in asked
    ]
    if unknown:
        raise Problems(unknown)
    return {**{one.version: one for one in found}, own.version: own}
