"""YAML with the line of every part, so that a mistake in a definition can be pointed at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from templates.plain_yaml import Loader
from templates.problems import Place, Problem

Location = tuple[int | str, ...]
Positions = dict[Location, int]
MERGE = "tag:yaml.org,2002:merge"
LONGEST_TEXT = 32_767
"""Characters that a cell can hold."""
SAID = {
    "mapping values are not allowed in this context": "er staat een dubbele punt midden in een tekst zonder "
    "aanhalingstekens, of de regel springt te ver in",
    "could not find expected ':'": "er ontbreekt een dubbele punt",
    "did not find expected key": "hier hoort een sleutel te staan; vaak klopt de inspringing niet",
    "did not find expected ',' or ']'": "een lijst tussen [ en ] is niet afgesloten",
    "did not find expected ',' or '}'": "een regel tussen { en } is niet afgesloten",
    "did not find expected node content": "hier ontbreekt een waarde",
    "found character that cannot start any token": "hier staat een teken waarmee geen waarde begint",
    "found unexpected end of stream": "een tekst tussen aanhalingstekens is niet afgesloten",
    "did not find expected '-' indicator": "de streepjes van een lijst staan niet onder elkaar",
}
"""What the reader of YAML says, in Dutch; anything rarer keeps its own words."""
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def read_yaml(path: Path, problems: list[Problem]) -> tuple[Any, Positions]:
    """What stands in the file, and the line of each part of it; None where it is no YAML.

    A key that occurs twice, text that is no YAML or no UTF-8, and text that a cell cannot hold as text are added to
    `problems`.
    """
    positions: Positions = {(): 1}
    try:
        with path.open(encoding="utf-8") as stream:
            node = yaml.compose(stream, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        problems.append(Problem("TEMPLATE_NOT_YAML", Place(shown(path), line=line), {"uitleg": _why(error, path)}))
        return None, positions
    except (yaml.YAMLError, UnicodeDecodeError):
        problems.append(Problem("TEMPLATE_NOT_TEXT", Place(shown(path), line=_unreadable(path))))
        return None, positions
    return (None if node is None else _plain(node, (), positions, path, problems)), positions


def _why(error: yaml.MarkedYAMLError, path: Path) -> str:
    """What is wrong; a tab, which YAML does not take for indentation, by its name."""
    lines = path.read_text(encoding="utf-8").splitlines()
    at = error.problem_mark.line if error.problem_mark else 0
    if at < len(lines) and "\t" in lines[at]:
        return "er staat een tab; gebruik spaties"
    return SAID.get(str(error.problem), str(error.problem))


def _unreadable(path: Path) -> int | None:
    """The first line that is no UTF-8 text."""
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            if not line.decode("utf-8").replace("\t", " ").isprintable():
                return number
        except UnicodeDecodeError:
            return number
    return None


def _plain(node: yaml.Node, location: Location, positions: Positions, path: Path, problems: list[Problem]) -> Any:
    positions[location] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            if key_node.tag == MERGE:
                for key, value in _plain(value_node, (*location, "<<"), positions, path, problems).items():
                    result.setdefault(key, value)
                continue
            key = key_node.value
            if (*location, key) in positions:
                place = Place(shown(path), line=key_node.start_mark.line + 1)
                problems.append(Problem("TEMPLATE_DOUBLE_KEY", place, {"sleutel": key}))
            result[key] = _plain(value_node, (*location, key), positions, path, problems)
            positions[(*location, key)] = key_node.start_mark.line + 1
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*location, i), positions, path, problems) for i, item in enumerate(node.value)]
    value = SafeConstructor().construct_object(node)
    if isinstance(value, str) and (said := _no_text(value)):
        problems.append(Problem("TEMPLATE_NO_TEXT", Place(shown(path), line=positions[location]), {"uitleg": said}))
    return value


def _no_text(value: str) -> str:
    """Why a cell cannot hold this as text; empty when it can."""
    if value.startswith("="):
        return f"'{value[:40]}' begint met '=' en wordt dan een formule"
    if found := UNPRINTABLE.search(value):
        return f"er staat een onzichtbaar teken in (nummer {ord(found.group())})"
    return f"de tekst is langer dan {LONGEST_TEXT} tekens" if len(value) > LONGEST_TEXT else ""


def nearest(positions: Mapping[Location, int], location: Location) -> int:
    """The line of the innermost part of `location` that the file holds."""
    return next(
        positions[location[:length]] for length in range(len(location), -1, -1) if location[:length] in positions
    )


def spoken(location: Location) -> str:
    """A location as a person reads it: keys and, counted from 1, positions."""
    return " > ".join(str(part + 1) if isinstance(part, int) else part for part in location)


PARTS = ("survey", "parameters", "checks", "tables", "sheets")
"""The parts of a survey folder, each a file or a folder of files."""
EXAMPLE = "example"


def shown(path: Path) -> str:
    """The path from the templates folder on, so that a message reads the same on every machine."""
    return "/".join(path.parts[-3:] if path.suffix and path.parent.name in (*PARTS, EXAMPLE) else path.parts[-2:])
