"""Every command does the same on every host, with a fixed number of calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.run_calls import TOLD, table
from generator.analysis import layout as place
from templates.commands import with_function
from tests.hosts.books import Books
from tests.hosts.conftest import Runs
from tests.hosts.contents import Contents, contents_of
from tests.hosts.host import Host

IN_ANOTHER = {name: one.same_as for name, one in with_function().items() if one.same_as}
OWN_STEPS = ("check", "allocate", "fund")
PAGE = Path(__file__).parents[2] / "docs" / "excel.md"


@pytest.mark.parametrize("command", [command for command in TOLD if command not in IN_ANOTHER])
def test_a_command_gives_cell_by_cell_what_it_gives_on_a_file(
    other_host: Host, made: Books, on_host: Runs, command: str
) -> None:
    found, expected = (on_host(name, made.before(command), command).contents for name in (other_host.name, "file"))
    assert differences(found, expected) == {}
    assert found.tables == expected.tables


@pytest.mark.parametrize("command", IN_ANOTHER)
def test_a_command_that_lite_has_no_button_for_does_what_another_does(made: Books, on_host: Runs, command: str) -> None:
    found, expected = (on_host("file", made.analysis, one).contents for one in (command, IN_ANOTHER[command]))
    assert differences(found, expected) == {}


@pytest.mark.parametrize("command", OWN_STEPS)
def test_so_it_does_in_a_municipality_s_own_workbook(
    other_host: Host, made: Books, on_host: Runs, command: str
) -> None:
    found, expected = (on_host(name, made.survey, command).contents for name in (other_host.name, "file"))
    assert differences(found, expected) == {}
    assert differences(expected, contents_of(made.survey).timeless()) != {}


def differences(found: Contents, expected: Contents) -> dict[object, object]:
    """Cells that differ, with both values; numbers must agree to the last bit."""
    return {
        at: (found.cells.get(at), expected.cells.get(at))
        for at in found.cells.keys() | expected.cells.keys()
        if found.cells.get(at) != expected.cells.get(at)
    }


def test_all_steps_leave_costs_weights_and_results_and_say_so(host: Host, made: Books, on_host: Runs) -> None:
    done = on_host(host.name, made.analysis, "all")
    rows = {name: area[2] - area[0] for name, (_, area) in done.contents.tables.items()}
    assert min(rows[place.COSTS_TABLE], rows[place.WEIGHTS_TABLE], rows[place.RESULTS_TABLE]) > 1
    message = place.overview_cell(place.STATUS_MESSAGE)
    assert done.contents.cells[message.sheet, message.row, message.column] == done.message


def test_the_documentation_tells_how_many_calls_each_command_makes(made: Books, on_host: Runs) -> None:
    done = {command: on_host("file", made.before(command), command) for command in TOLD}
    told = table({command: one.calls for command, one in done.items()})
    assert told in PAGE.read_text(encoding="utf-8"), f"python -m benchmarks.run_calls --table gives:\n{told}"
