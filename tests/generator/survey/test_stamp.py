"""Stamping: the facts of one municipality in its copy, as text and never as a formula."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from generator.survey.layout import Layout
from generator.survey.stamp import Master, file_name, stamp

FACTS = {"naam": "Voorbeeld", "code": "GM0001", "inwoners": 45210, "invuller": "beide", "gf_euro": 400000.0}


def test_facts_stand_in_the_cells_that_are_prefilled(stampable: Master, placed: Layout) -> None:
    book = load_workbook(io.BytesIO(stamp(stampable, FACTS)))
    shown = {
        question: book[spot.sheet][spot.address].value
        for question, spot in placed.questions.items()
        if book[spot.sheet][spot.address].value is not None
    }
    assert shown == {
        "alg.gemeente": "Voorbeeld",
        "alg.cbs_code": "GM0001",
        "alg.inwoners": 45210,
        "alg.invuller": "beide",
        "dek.gf": 400000,
    }
    ((sheet, reference),) = book.defined_names["meta.code"].destinations
    assert book[sheet][reference].value == "GM0001"


NAMES = ["=1+1", '="x"', "'t Zandt", "+31", "-", "@x", "Bergen/Berg\\Zee", "Zee 🌊 dorp", "A & B <C>", '"Bergen"']


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_text_whatever_it_looks_like(name: str, stampable: Master, placed: Layout) -> None:
    book = load_workbook(io.BytesIO(stamp(stampable, {"naam": name})))
    spot = placed.questions["alg.gemeente"]
    cell = book[spot.sheet][spot.address]
    assert cell.value == name
    assert cell.data_type != "f"


def test_stamping_is_repeatable_and_passes_over_absent_facts(stampable: Master) -> None:
    once = stamp(stampable, {**FACTS, "gr_naam": None, "onbekende_sleutel": 1})
    assert once == stamp(stampable, {**FACTS, "gr_naam": ""})


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("GM0001", "Súdwest-Fryslân", "Kostenonderzoek_GM0001_Sudwest-Fryslan.xlsx"),
        ("GM0518", "'s-Gravenhage", "Kostenonderzoek_GM0518_s-Gravenhage.xlsx"),
        ("GM0373", 'Bergen (NH.) / \\ : * ? " < > |', "Kostenonderzoek_GM0373_Bergen-NH.xlsx"),
        ("GM0002", "", "Kostenonderzoek_GM0002.xlsx"),
        ("GM0003", "..\\..\\CON", "Kostenonderzoek_GM0003_CON.xlsx"),
    ],
)
def test_file_names_are_plain_and_hold_the_code(code: str, name: str, expected: str) -> None:
    assert file_name(code, name) == expected


def test_long_names_are_cut() -> None:
    assert len(file_name("GM0001", "x" * 300)) < 100
