"""Every command does the same on every host, with a fixed number of calls."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from benchmarks.run_calls import AT_MOST, TOLD, measured, table
from generator.analysis import layout as place
from templates.columns import FINDINGS
from templates.commands import with_function
from tests.hosts import changes as by_person
from tests.hosts.books import Books
from tests.hosts.conftest import Runs
from tests.hosts.contents import Contents, contents_of
from tests.hosts.host import Host
from xl_addin.commands import COMMANDS

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


def test_the_documentation_tells_how_many_calls_each_command_makes_and_none_makes_many(made: Books) -> None:
    calls = {command: measured(made.before(command), command)[1] for command in TOLD}
    told = table(calls)
    assert told in PAGE.read_text(encoding="utf-8"), f"python -m benchmarks.run_calls --table gives:\n{told}"
    assert max(calls.values()) <= AT_MOST


@pytest.mark.parametrize("older", [False, True], ids=["made now", "made before its cells were dates"])
def test_moments_and_days_are_dates_where_the_workbook_has_cells_for_them(
    host: Host, made: Books, tmp_path: Path, older: bool
) -> None:
    path = Path(shutil.copy(made.analysis, tmp_path))
    solved = {**dict.fromkeys(FINDINGS, "x"), "code": "GM0001", "status": "open", "opgelost_op": "2025-03-01"}
    by_person.change(path, *(by_person.in_table(place.SOLVED_TABLE, 0, name, value) for name, value in solved.items()))
    if older:
        mark = place.overview_cell(place.META_LAYOUT)
        by_person.change(path, lambda book: book[mark.sheet].cell(mark.row, mark.column, "van vroeger"))
    contents = host.run(path, COMMANDS["check"])[0]
    when = place.overview_cell(place.STATUS_TIME)
    header = place.LIST_OF_TABLE[place.SOLVED_TABLE]
    day = contents.cells[place.SOLVED_SHEET, header.first_row, header.columns.index("opgelost_op") + 1]
    assert isinstance(contents.cells[when.sheet, when.row, when.column], str if older else dt.datetime)
    assert day == ("2025-03-01" if older else dt.datetime(2025, 3, 1))
