"""The whole chain once, on a small invented country; tests look at what came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.country import Country, make_country
from xl_addin.cli import main


@dataclass(frozen=True)
class Chain:
    """A country and what the commands made of it: survey workbooks, filled ones, analysis workbook and exports."""

    country: Country
    home: Path
    collected: int
    ran: int

    @property
    def analysis(self) -> Path:
        return self.home / "analyse.xlsx"

    @property
    def exports(self) -> Path:
        return self.home / "export"


def ko(*arguments: str | Path) -> int:
    """The command line, called as a user does."""
    return main([str(argument) for argument in arguments])


def generate_and_fill(country: Country, home: Path) -> None:
    assert ko("generate", "--frame", country.frame, "--sample", country.sample, "--out", home / "uitvraag") == 0
    for code, answers in country.answers.items():
        (book,) = (home / "uitvraag").glob(f"*{code}*.xlsx")
        assert ko("fill", book, answers, "--out", home / "ingevuld" / book.name) == 0


def carry_out(folder: Path, seed: int, extra: Sequence[str] = ()) -> Chain:
    country = make_country(folder, seed)
    generate_and_fill(country, folder)
    sample = ("--sample", country.sample)
    out = ("--out", folder / "analyse.xlsx")
    collected = ko("collect", folder / "ingevuld", "--frame", country.frame, *sample, *out, *extra)
    ran = ko("run", folder / "analyse.xlsx")
    assert ko("export", folder / "analyse.xlsx", "--out", folder / "export") == 0
    return Chain(country, folder, collected, ran)


@pytest.fixture(scope="session")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    return carry_out(tmp_path_factory.mktemp("keten"), seed=7)
