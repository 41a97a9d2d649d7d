"""How the columns of a web survey's CSV become answers, read from `mapping.yaml` of a survey."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import Field

from templates.folders import survey_home
from templates.loading import read_part
from templates.schema import Frozen

FILE = "mapping.yaml"


class WebMapping(Frozen):
    """Headings of the export by question id, beside the question's own label and id, and headings to pass over.

    `labels`: per code list, texts of the survey tool that stand for a code, beside the labels of the list itself.
    """

    columns: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    labels: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)


def load_web_mapping(survey_id: str, folder: Path | None = None) -> WebMapping | None:
    """The mapping of a survey; None for one that no survey tool fills. Raises `Problems`, with file and line."""
    return _loaded(survey_home(survey_id, folder) / FILE)


@cache
def _loaded(path: Path) -> WebMapping | None:
    return read_part(path, WebMapping) if path.is_file() else None
