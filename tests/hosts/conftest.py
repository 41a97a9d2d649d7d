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

from generator.analysis import layout as place
from tests.country import make_country
from tests.hosts.changes import change, empty_table, parameter
from tests.hosts.contents import Contents
from tests.hosts.host import HOSTS, WITHOUT_EXCEL
from xl_addin.cli import main
from xl_addin.commands import COMMANDS


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--host", action="append", choices=sorted(HOSTS), help="The host to run the commands on.")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`host` is each host to test; `other_host` each of them but files, with which the others are compared."""
    chosen = metafunc.config.getoption("--host", default=None) or WITHOUT_EXCEL
    for fixture, names in {"host": chosen, "other_host": [name for name in chosen if name != "file"]}.items():
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, [HOSTS[name] for name in names], ids=names)


@dataclass(frozen=True)
class Books:
    """Workbooks as people have them before the first command: the analysis workbook and a filled survey.

    `unsampled` is the analysis workbook before a sample is drawn: drawing one is refused where there is one.
    """

    analysis: Path
    survey: Path
    unsampled: Path

    def before(self, command: str) -> Path:
        """The analysis workbook in which a command can run."""
        return self.unsampled if command == "sample" else self.analysis


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Books:
    home = tmp_path_factory.mktemp("werkmappen")
    country = make_country(home, seed=11, municipalities=24, respondents=5)
    sent, filled = home / "uitvraag", home / "ingevuld"
    frame, sample = ("--frame", str(country.frame)), ("--sample", str(country.sample))
    assert main(["generate", *frame, *sample, "--out", str(sent)]) == 0
    for code, answers in country.answers.items():
        (book,) = sent.glob(f"*{code}*.xlsx")
        assert main(["fill", str(book), str(answers), "--out", str(filled / book.name)]) == 0
    analysis = home / "analyse.xlsx"
    assert main(["collect", str(filled), *frame, *sample, "--out", str(analysis)]) in (0, 1)
    unsampled = Path(shutil.copy(analysis, home / "zonder_steekproef.xlsx"))
    change(unsampled, empty_table(place.SAMPLE_TABLE), parameter("steekproef.omvang", 20))
    return Books(analysis, min(filled.glob("*.xlsx")), unsampled)


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
