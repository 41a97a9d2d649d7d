"""The hosts to test on, and the workbooks to run commands in.

`pytest tests/hosts` runs on workbook files, on xlwings' remote engine and on a stand-in with Excel's habits;
`pytest tests/hosts --host excel` on the Excel of this computer.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.hosts.books import Books, make_books
from tests.hosts.contents import Contents
from tests.hosts.host import HOSTS, WITHOUT_EXCEL
from tests.once import once
from xl_addin.commands import COMMANDS


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--host", action="append", choices=sorted(HOSTS), help="The host to run the commands on.")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`host` is each host to test; `other_host` each of them but files, with which the others are compared."""
    chosen = metafunc.config.getoption("--host", default=None) or WITHOUT_EXCEL
    for fixture, names in {"host": chosen, "other_host": [name for name in chosen if name != "file"]}.items():
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, [HOSTS[name] for name in names], ids=names)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return once(tmp_path_factory, "werkmappen", make_books)


@dataclass(frozen=True)
class Done:
    """What a command left in a workbook, without the moment at which it ran, and what it told."""

    contents: Contents
    message: str


Runs = Callable[[str, Path, str], Done]


@pytest.fixture(scope="session")
def on_host(made: Books, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Runs a command on a host, on a copy of a workbook; each is run once."""

    @cache
    def done(host: str, path: Path, command: str) -> Done:
        copy = Path(shutil.copy(path, tmp_path_factory.mktemp(command)))
        contents, outcome = HOSTS[host].run(copy, COMMANDS[command])
        return Done(contents.timeless(), outcome.message)

    return done


@pytest.fixture
def books(made: Books, tmp_path: Path) -> Books:
    """Copies that a test may change."""
    return Books(*(Path(shutil.copy(path, tmp_path)) for path in (made.analysis, made.survey, made.unsampled)))
