"""Filled survey workbooks, and how they are read when they come back in another state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
import pytest

from templates import Problem, load_survey
from templates.parameters import in_force
from tests.country import make_country
from xl_addin.intake.collecting import Collected
from xl_addin.intake.filled import Filled, as_filled
from xl_addin.intake.inputs import read_frame, read_sample
from xl_addin.intake.plan import make_plan
from xl_addin.intake.returned import returned
from xl_addin.intake.sandbox import Sandbox
from xl_addin.use_cases.filling import fill
from xl_addin.use_cases.generating import generate

SURVEY = load_survey()


@dataclass(frozen=True)
class Sent:
    """A frame, and workbooks of some of its municipalities as they would come back untouched."""

    frame: pd.DataFrame
    books: Mapping[str, bytes]
    answers: Mapping[str, Mapping[str, str | float]]

    @property
    def code(self) -> str:
        return next(iter(self.books))

    @property
    def book(self) -> bytes:
        return self.books[self.code]


Read = Callable[[bytes], Filled]


def rules(filled: Filled) -> set[str]:
    """The rules of what was said of a file."""
    return {problem.code for _, problem in filled.remarks}


def said(filled: Filled, rule: str) -> list[tuple[str, Problem]]:
    """What was said by one rule: question and problem."""
    return [(question, problem) for question, problem in filled.remarks if problem.code == rule]


def plain(collected: Collected, code: str) -> dict[str, object]:
    """The answers of one municipality without the empty ones."""
    return collected.answers.loc[code].dropna().to_dict()


@pytest.fixture(scope="session")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    home = tmp_path_factory.mktemp("land")
    country = make_country(home, seed=11, municipalities=12, respondents=3)
    frame = read_frame(country.frame)
    sample = read_sample(country.sample, frame)
    made = generate(SURVEY, SURVEY.identity.year, frame, sample, in_force(SURVEY), home / "uitvraag")
    for code, path in zip(sample.index, made, strict=True):
        fill(path, country.given[code], SURVEY, home / f"{code}.xlsx")
    books = {code: (home / f"{code}.xlsx").read_bytes() for code in country.given}
    return Sent(frame, books, country.given)


@pytest.fixture(scope="session")
def read() -> Iterator[Read]:
    """Reads one file as `collect` does, in a sandbox that serves all tests. Raises `Problems` for what is refused."""
    plan = make_plan(SURVEY)
    with Sandbox(plan) as sandbox:

        def filled(content: bytes) -> Filled:
            found = returned(sandbox.read(content), "antwoord.xlsx")
            return as_filled(found, "antwoord.xlsx", content, SURVEY, plan)

        yield filled


@pytest.fixture(scope="session")
def untouched(sent: Sent, read: Read) -> Filled:
    """The workbook as it was: every answer that was given is read, and there is nothing to say."""
    filled = read(sent.book)
    assert not filled.remarks
    assert filled.answers.items() >= sent.answers[sent.code].items()
    return filled
