"""The one list of commands: every entry leads somewhere, and what is made of it is what stands in the project."""

from __future__ import annotations

import importlib
import inspect
import runpy
from pathlib import Path
from xml.etree import ElementTree

import click
import pytest

from templates.commands import command_entries, command_groups, on_command_line, with_function
from xl_addin.addin.build import CALLBACK_MODULE
from xl_addin.addin.ribbon import BETWEEN, ribbon, tag_of
from xl_addin.books import STEPS, STEPS_BEFORE
from xl_addin.books.commands import IN_BOOK
from xl_addin.cli.main import main
from xl_addin.commands import COMMANDS, LEAVE_BOOK, NEED_FILES

ROOT = Path(__file__).parents[1]
MADE = runpy.run_path(str(ROOT / "docs" / "make_command_tables.py"))


def test_every_id_stands_once_and_every_command_is_reached_somehow() -> None:
    ids = [one.id for one in command_entries()]
    assert len(ids) == len(set(ids))
    assert [one.id for one in command_entries() if not (one.function or one.usage)] == []
    assert {one.group for one in with_function().values()} <= {one.id for one in command_groups()}


@pytest.mark.parametrize("name", with_function())
def test_a_button_is_a_function_of_a_book(name: str) -> None:
    entry = with_function()[name]
    module, _, function = entry.function.rpartition(".")
    given = list(inspect.signature(getattr(importlib.import_module(f"xl_addin.{module}"), function)).parameters)
    said = bool(entry.asks and entry.asks.said)
    assert len(given) == 1 + bool(entry.asks) + said
    assert callable(COMMANDS[name])
    assert (name in IN_BOOK) == (name not in NEED_FILES)


@pytest.mark.parametrize("name", on_command_line())
def test_a_command_of_the_command_line_is_a_module(name: str) -> None:
    entry = on_command_line()[name]
    assert isinstance(importlib.import_module(f"xl_addin.cli.{name}").command, click.Command)
    assert entry.nl.help
    assert entry.usage.split()[0] == name


def test_the_steps_are_commands_too_and_old_words_lead_to_them() -> None:
    assert set(STEPS) <= set(IN_BOOK)
    assert STEPS_BEFORE == {"report": "tables"}
    for old, new in (("report", "tables"), ("slides", "presentation")):
        assert old not in list(COMMANDS)
        assert old in COMMANDS
        assert new in COMMANDS


def test_the_old_word_on_the_command_line_is_the_new_command(capsys: pytest.CaptureFixture[str]) -> None:
    shown = []
    for word in ("report", "presentation"):
        assert main([word, "--help"]) == 0
        shown.append(capsys.readouterr().out.split("\n", 1)[1])
    assert shown[0] == shown[1]


def test_what_leaves_the_book_is_what_the_callback_reads_in_the_tag() -> None:
    ribboned = ElementTree.fromstring(ribbon(CALLBACK_MODULE))
    tags = {one.get("id"): str(one.get("tag")).split(BETWEEN) for one in ribboned.iter() if one.tag.endswith("}button")}
    assert tags.keys() == set(COMMANDS)
    assert {name for name, parts in tags.items() if parts[1] != "changes"} == LEAVE_BOOK
    assert {len(parts) for parts in tags.values()} == {6}
    assert max(len(tag_of(one)) for one in with_function().values()) <= 1024  # what Office reads at most


@pytest.mark.parametrize("page", MADE["PAGES"], ids=lambda page: page.name)
def test_the_tables_of_the_documentation_are_those_of_the_list(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "<!-- table: " in text
    assert MADE["renewed"](text) == text, "python docs/make_command_tables.py"
