"""What is wrong with a value that the schema refuses, in Dutch, and what the file holds beside it."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from templates.plain_yaml import plain_yaml
from templates.yaml_lines import Location

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


def without(data: Any, mistakes: Iterable[Location]) -> Any:
    """The same data without the elements of lists in which the mistakes stand; data itself is not changed."""
    rest = copy.deepcopy(data)
    elements = {place for place in map(_element, mistakes) if place}
    for element in sorted(elements, key=lambda place: [str(part).zfill(6) for part in place], reverse=True):
        holder = rest
        for part in element[:-1]:
            holder = holder[part]
        del holder[element[-1]]
    return rest


def _element(location: Location) -> Location:
    """The innermost element of a list in which a location lies; empty when it lies in none."""
    inside = [length for length, part in enumerate(location, start=1) if isinstance(part, int)]
    return location[: inside[-1]] if inside else ()


def _short(value: object) -> str:
    said = "niets" if value is None else str(value)
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"


@cache
def _sentences() -> dict[str, str]:
    found: dict[str, str] = plain_yaml(FILE)
    return found
