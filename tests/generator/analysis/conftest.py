"""One analysis workbook with awkward content, built once for all tests of this folder."""

import datetime as dt
import io

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from generator.analysis.build import AnalysisContent, Table, build_analysis
from generator.analysis.layout import answer_columns
from templates import load_survey
from templates.columns import FINDINGS, PARAMETERS, SOURCES, frame_columns

NAMES = ("=SOM(A1)", "+31", "-veen", "@dorp", "#N/A", "'s-Dorp & Co <x>", "x\x01y")


@pytest.fixture(scope="session")
def content() -> AnalysisContent:
    survey = load_survey()
    frame = tuple(
        (f"GM9{number:03d}", name, "Utrecht", 30_000 + number, float("nan"), None, 10, 20, 30, 1.5, "eigen kolom")
        for number, name in enumerate(NAMES)
    )
    answers = (("GM9000", "=SOM(A1)", *("onbekend" for _ in answer_columns(survey)[2:])),)
    return AnalysisContent(
        frame=Table((*frame_columns(survey.dimensions), "Code"), frame),
        sample=Table(("code", "status"), (("GM9000", "volledig"),)),
        answers=Table(answer_columns(survey), answers),
        sources=Table(SOURCES[:5], (("GM9000", "bestand.xlsx", "00", "2024.1", "2025-03-04"),)),
        parameters=Table(PARAMETERS, (("ikb", 0.0, "fractie", dt.date(2022, 1, 1), "bron", "keuze"),)),
        findings=Table(FINDINGS, (("GM9000", "r", "fout", "id", "blad", "B2", "=1+1", "2", "Tekst. " * 60),)),
        places={"alg.gemeente": ("Algemeen", "C5")},
    )


@pytest.fixture(scope="session")
def built(content: AnalysisContent) -> bytes:
    return build_analysis(load_survey(), content)


@pytest.fixture(scope="session")
def book(built: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(built))
