"""Starts a survey of one's own: a copy of one there is, under another name, to change where it differs."""

from __future__ import annotations

import re
from pathlib import Path

from templates import Place, Problem, Problems
from templates.folders import IDENTITY, survey_home
from xl_addin.use_cases.outputs import staged_folder

NAME = re.compile(r"[a-z][a-z0-9_]*")
OWN_ID = re.compile(r"^id: .*$", re.MULTILINE)


def start_survey(folder: Path, source: str) -> tuple[Path, ...]:
    """Copies the definition `source`, example included, to `folder`, whose name becomes the id; gives the files.

    The folder appears whole or not at all. Raises `Problems`: SURVEY_NAME for a name that no workbook can carry,
    OUTPUT_EXISTS, SURVEY_UNKNOWN, and OUTPUT_NOT_WRITABLE.
    """
    if not NAME.fullmatch(folder.name):
        raise Problems([Problem("SURVEY_NAME", Place(str(folder)), {"naam": folder.name})])
    if folder.exists():
        raise Problems([Problem("OUTPUT_EXISTS", Place(str(folder)))])
    home = survey_home(source)
    files = {path.relative_to(home): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}
    identity = files[Path(IDENTITY)].decode("utf-8")
    files[Path(IDENTITY)] = OWN_ID.sub(f"id: {folder.name}", identity, count=1).encode("utf-8")
    with staged_folder(folder) as aside:
        for name, content in files.items():
            target = aside / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return tuple(folder / name for name in files)
