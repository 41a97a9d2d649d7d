"""The survey workbook, built once for all tests of this folder."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook

from generator.ooxml.patch import WorkbookPatch
from generator.survey.build import build_master
from generator.survey.layout import Layout, layout
from generator.survey.stamp import Master, opened
from templates import Survey, load_survey
from templates.parameters import ParameterInForce, in_force
from tests.generator.survey.scenarios import without_high_scales


@pytest.fixture(scope="session")
def survey() -> Survey:
    return load_survey()


@pytest.fixture(scope="session")
def parameters(survey: Survey) -> dict[str, ParameterInForce]:
    """Those in force, without salaries above scale 10, so that there are scales without a salary."""
    return without_high_scales(in_force(survey))


@pytest.fixture(scope="session")
def placed(survey: Survey) -> Layout:
    return layout(survey)


@pytest.fixture(scope="session")
def master(survey: Survey, parameters: dict[str, ParameterInForce]) -> bytes:
    return build_master(survey, survey.identity.year, parameters)


@pytest.fixture(scope="session")
def patch(master: bytes) -> WorkbookPatch:
    return WorkbookPatch(master)


@pytest.fixture(scope="session")
def stampable(master: bytes, survey: Survey, placed: Layout) -> Master:
    return opened(master, survey, placed)


@pytest.fixture(scope="session")
def book(master: bytes) -> Workbook:
    return load_workbook(io.BytesIO(master))
