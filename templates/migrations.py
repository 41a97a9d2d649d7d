"""How answers of an older version of a survey move into this one: what was renamed and what is no longer asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from templates.folders import survey_home
from templates.loading import read_part
from templates.problems import Place, Problem, Problems
from templates.questions import question_ids
from templates.schema import Frozen, Survey
from templates.yaml_lines import read_yaml, shown


class Migration(Frozen):
    """From one older version to the present one: `renamed` old id -> new id, `dropped` old id -> why it is gone.

    What stands beside a question, such as a reason (`dek.gf.toelichting`), goes where that question goes. Every other
    id means what it meant.
    """

    version: str
    renamed: Mapping[str, str] = {}
    dropped: Mapping[str, str] = {}

    def current(self, name: str) -> str:
        """The present id of an older one."""
        known = _known(name, self.renamed)
        return self.renamed[known] + name[len(known) :] if known else name

    def reason(self, name: str) -> str:
        """Why a question is no longer asked; empty when it is."""
        known = _known(name, self.dropped)
        return self.dropped[known] if known else ""


def _known(name: str, listed: Mapping[str, str]) -> str:
    """The id in a list that a name is, or stands beside; empty when there is none."""
    return next((one for one in (name, name.rpartition(".")[0]) if one in listed), "")


def migrations(survey: Survey, folder: Path | None = None) -> dict[str, Migration]:
    """The older versions that can be moved, by version; the survey's own version moves as it is.

    Raises `Problems` with file and line for a mistake in `migrations.yaml`, such as a new id that is not asked.
    """
    path = survey_home(survey.id, folder) / "migrations.yaml"
    own = Migration(version=survey.version)
    if not path.is_file():
        return {own.version: own}
    found = read_part(path, tuple[Migration, ...])
    asked, positions = set(question_ids(survey)), read_yaml(path, [])[1]
    unknown = [
        Problem("MIGRATION_UNKNOWN_ID", Place(shown(path), line=positions[at, "renamed", old]), {"id": new})
        for at, one in enumerate(found)
        for old, new in one.renamed.items()
        if new not in asked
    ]
    if unknown:
        raise Problems(unknown)
    return {**{one.version: one for one in found}, own.version: own}
