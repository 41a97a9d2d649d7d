"""The fixed Dutch texts of the survey workbook, from `templates/workbook.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

import templates

CATALOGUE = Path(templates.__file__).with_name("workbook.yaml")


@cache
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    return loaded


def text(key: str, **values: object) -> str:
    """The text under `part.key` with `{..}` filled in; KeyError for a text that does not exist."""
    part, _, name = key.partition(".")
    found = _catalogue()[part]
    sentence = found if isinstance(found, str) else found[name]
    return str(sentence).format_map(values) if values else str(sentence)


NOT_DETERMINABLE = str(_catalogue()["not_determinable"])
"""What a cell shows that cannot be computed; never an error value and never 0."""
