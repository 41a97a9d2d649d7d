"""The commands of the product: one list, from which every host takes what it offers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from templates.plain_yaml import plain_yaml

CATALOGUE = Path(__file__).with_name("commands.yaml")


@dataclass(frozen=True)
class Words:
    """What a command is called and said to do, in one language; what it takes and gives as it stands in tables."""

    name: str
    takes: str
    gives: str
    label: str = ""
    help: str = ""
    tip: str = ""


@dataclass(frozen=True)
class Asks:
    """What a person may choose for a command, and what it takes unasked: a name beside the workbook.

    said: the question for a text, which may be answered with nothing; with `text` that is all there is to ask.
    """

    kind: Literal["folder", "file", "new", "text"]
    usual: str = ""
    question: str = ""
    said: str = ""


@dataclass(frozen=True)
class CommandEntry:
    """One command; the fields are told in `commands.yaml`."""

    id: str
    nl: Words
    en: Words
    function: str = ""
    usage: str = ""
    group: str = ""
    size: Literal["large", "normal"] = "normal"
    icon: str = ""
    key: str = ""
    book: Literal["changes", "leaves", "none"] = "none"
    files: bool = False
    asks: Asks | None = None
    script: str = ""
    same_as: str = ""
    own: bool = False
    was: tuple[str, ...] = ()

    @property
    def in_book(self) -> bool:
        """Whether it needs no more than an open book: such a command works on every host."""
        return bool(self.function) and not self.files


@dataclass(frozen=True)
class Group:
    """Buttons that stand together on the ribbon."""

    id: str
    nl: str
    en: str


@cache
def command_entries() -> tuple[CommandEntry, ...]:
    """All commands, in the order of a study."""
    return tuple(_entry(one) for one in plain_yaml(CATALOGUE)["commands"])


@cache
def command_groups() -> tuple[Group, ...]:
    """The groups of the ribbon, from left to right."""
    return tuple(Group(**one) for one in plain_yaml(CATALOGUE)["groups"])


def with_function() -> dict[str, CommandEntry]:
    """The commands that are a function of an open book, by id: those have a button."""
    return {one.id: one for one in command_entries() if one.function}


def on_command_line() -> dict[str, CommandEntry]:
    """The commands of the command line, by id."""
    return {one.id: one for one in command_entries() if one.usage}


def with_script() -> dict[str, CommandEntry]:
    """The commands that have a script in xlwings Lite, by id."""
    return {one.id: one for one in command_entries() if one.script}


def _entry(given: dict[str, Any]) -> CommandEntry:
    asks = given.pop("asks", None)
    return CommandEntry(
        **{**given, "was": tuple(given.get("was", ())), "nl": Words(**given["nl"]), "en": Words(**given["en"])},
        asks=Asks(asks["kind"], asks.get("usual", ""), asks.get("nl", ""), asks.get("said", "")) if asks else None,
    )
