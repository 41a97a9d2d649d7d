"""Every command does the same on every host, with a fixed number of calls."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.run_calls import TOLD, table
from generator.analysis import layout as place
from tests.hosts.changes import change, empty_table, parameter
from tests.hosts.conftest import Books, Done
from tests.hosts.contents import Contents, contents_of
from tests.hosts.host import HOSTS, Host
from xl_addin.commands import COMMANDS

OWN_STEPS = ("check", "allocate", "fund")
PAGE = Path(__file__).parents[2] / "docs" / "excel.md"
OnFile = Callable[[Path, str], Done]


@pytest.mark.parametrize("command", TOLD)
def test_a_command_gives_cell_by_cell_what_it_gives_on_a_file(
    other_host: Host, made: Books, on_file: OnFile, tmp_path: Path, command: str
) -> None:
    found, expected = after(other_host, made.analysis, command, tmp_path), on_file(made.analysis, command).contents
    assert differences(found, expected) == {}
    assert found.tables == expected.tables


def test_a_sample_is_drawn_alike_in_a_book_without_one(other_host: Host, books: Books, tmp_path: Path) -> None:
    change(books.analysis, empty_table(place.SAMPLE_TABLE), parameter("steekproef.omvang", 20))
    folder = tmp_path / "na"
    folder.mkdir()
    found, expected = (after(host, books.analysis, "sample", folder) for host in (other_host, HOSTS["file"]))
    assert differences(found, expected) == {}
    assert found.tables == expected.tables


@pytest.mark.parametrize("command", OWN_STEPS)
def test_so_it_does_in_a_municipality_s_own_workbook(
    other_host: Host, made: Books, on_file: OnFile, tmp_path: Path, command: str
) -> None:
    found, expected = after(other_host, made.survey, command, tmp_path), on_file(made.survey, command).contents
    assert differences(found, expected) == {}
    assert differences(expected, contents_of(made.survey).timeless()) != {}


def after(host: Host, path: Path, command: str, folder: Path) -> Contents:
    """What a copy of the workbook holds after a command, without the moment at which it ran."""
    copy = Path(shutil.copy(path, folder))
    return host.run(copy, COMMANDS[command])[0].timeless()


def differences(found: Contents, expected: Contents) -> dict[object, object]:
    """Cells that differ, with both values; numbers must agree to the last bit."""
    return {
        at: (found.cells.get(at), expected.cells.get(at))
        for at in found.cells.keys() | expected.cells.keys()
        if found.cells.get(at) != expected.cells.get(at)
    }


def test_all_steps_leave_costs_weights_and_results_and_say_so(host: Host, books: Books) -> None:
    contents, outcome = host.run(books.analysis, COMMANDS["all"])
    rows = {name: area[2] - area[0] for name, (_, area) in contents.tables.items()}
    assert min(rows[place.COSTS_TABLE], rows[place.WEIGHTS_TABLE], rows[place.RESULTS_TABLE]) > 1
    message = place.overview_cell(place.STATUS_MESSAGE)
    assert contents.cells[message.sheet, message.row, message.column] == outcome.message


def test_the_documentation_tells_how_often_each_command_reads_and_writes(made: Books, on_file: OnFile) -> None:
    done = {command: on_file(made.analysis, command) for command in TOLD}
    told = table({command: (one.reads, one.writes) for command, one in done.items()})
    assert told in PAGE.read_text(encoding="utf-8"), f"python -m benchmarks.run_calls --table gives:\n{told}"
