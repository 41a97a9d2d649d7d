"""Where survey definitions are found: folders that a researcher names, and the ones that come with the product.

A researcher keeps a survey of his own outside the installed package and names it, once for a command or for good in
the environment variable; the folder's name is the survey's id, and that id stands in every workbook made with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from templates.problems import Place, Problem, Problems

FOLDER = Path(__file__).parent
DEFAULT_SURVEY = "wi2021"
VARIABLE = "KOSTENONDERZOEK_SURVEYS"
"""Environment variable: survey folders, or folders of survey folders, separated as in PATH."""
IDENTITY = "survey.yaml"


def survey_home(survey_id: str, folder: Path | None = None) -> Path:
    """The folder of a survey: in `folder`, or else the first of that name that was named or came with the product.

    Raises `Problems` (SURVEY_UNKNOWN) when there is none; a folder that exists may still lack parts.
    """
    if folder is not None:
        return folder / survey_id
    places = [home for home in _homes() if home.name == survey_id]
    if not places:
        known = ", ".join(survey_ids())
        raise Problems([Problem("SURVEY_UNKNOWN", values={"id": survey_id, "bekend": known, "variabele": VARIABLE})])
    return places[0]


def survey_ids(folder: Path | None = None) -> tuple[str, ...]:
    """The surveys there are: every folder with a `survey.yaml`, named ones included."""
    homes = _in(folder) if folder is not None else _homes()
    return tuple(sorted({home.name for home in homes if (home / IDENTITY).is_file()}))


def add_survey(named: str) -> str:
    """The id of a survey that a user names by its id, or by the path of its folder, which is then found from now on.

    Raises `Problems`: SURVEY_NO_FOLDER for a path that is no folder, SURVEY_UNKNOWN for an id that is not found.
    """
    path = Path(named)
    if path.is_dir() or path.name != named:
        if not path.is_dir():
            raise Problems([Problem("SURVEY_NO_FOLDER", Place(named))])
        home = path.resolve()
        before = os.environ.get(VARIABLE, "")
        os.environ[VARIABLE] = os.pathsep.join(part for part in (str(home), before) if part)
        return home.name
    return survey_home(named).name


def _homes() -> Iterator[Path]:
    for part in os.environ.get(VARIABLE, "").split(os.pathsep):
        if part:
            named = Path(part)
            yield from (named,) if (named / IDENTITY).is_file() or not any(_in(named)) else _in(named)
    yield from _in(FOLDER)


def _in(folder: Path) -> Iterator[Path]:
    yield from (path.parent for path in sorted(folder.glob(f"*/{IDENTITY}")))
