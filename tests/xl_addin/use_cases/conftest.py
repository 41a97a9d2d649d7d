"""The whole chain once, on a small invented country; tests look at what came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlwings as xw

from generator.analysis import layout as place
from tests.country import Country, make_country
from tests.once import once
from xl_addin.books.book import read_table
from xl_addin.cli import main
from xl_addin.engine import register


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


def table(path: Path, name: str) -> pd.DataFrame:
    """A list of an analysis workbook as it stands in the file now; every version of a file is opened once."""
    return _lists(path, path.stat().st_mtime_ns)[name].copy()


@lru_cache(maxsize=2)
def _lists(path: Path, version: int) -> Mapping[str, pd.DataFrame]:
    register()
    book = xw.Book(path)
    try:
        return {one.table: read_table(book, one.table) for one in place.LISTS}
    finally:
        book.close()


def seen(path: Path) -> Any:
    """The workbook by openpyxl, to look at only; every version of a file is opened once."""
    return _seen(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _seen(path: Path, version: int) -> Any:
    return openpyxl.load_workbook(path)


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
    return once(tmp_path_factory, "keten", lambda folder: carry_out(folder, seed=7))
