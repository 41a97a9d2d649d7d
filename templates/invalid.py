"""What is wrong with a value that the schema refuses, in Dutch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("invalid.yaml")
LONGEST = 60


def explained(detail: Mapping[str, Any]) -> str:
    """A mistake as pydantic gives it (`ValidationError.errors()`) as a Dutch clause; its own words for a rare kind."""
    pattern = _sentences().get(detail["type"])
    if pattern is None:
        return str(detail["msg"])
    values = {name: str(value).replace(" or ", " of ") for name, value in detail.get("ctx", {}).items()}
    return pattern.format_map({**values, "gevonden": _short(detail.get("input"))})


def independent(details: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The mistakes without those that only follow: a list is 'too short' when its own entries were refused."""
    places = [detail["loc"] for detail in details]
    return [
        detail
        for detail in details
        if detail["type"] != "too_short"
        or not any(len(place) > len(detail["loc"]) and place[: len(detail["loc"])] == detail["loc"] for place in places)
    ]


def _short(value: object) -> str:
    said = "niets" if value is None else str(value)
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"


@cache
def _sentences() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found
