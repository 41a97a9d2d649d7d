"""Corrections on top of the answers: applied in order, the answers as returned untouched, and what is wrong told."""

from __future__ import annotations

import pandas as pd
import pytest

from templates import load_survey
from templates.columns import CORRECTIONS
from xl_addin.intake.corrections import Corrected, corrected

SURVEY = load_survey()
ANSWERS = pd.DataFrame(
    [
        {
            "vol.asiel.begeleid": 100.0,
            "gr.wijze": "sleutel",
            "gr.aandeel": None,
            "oh.gemeente.wijze": None,
            "oh.gemeente.waarde": None,
            "alg.gr_naam": "=1+1",
        }
    ],
    index=pd.Index(["GM0001"], name="code"),
    dtype=object,
)


def applied(*rows: tuple[object, object, object, object]) -> Corrected:
    table = pd.DataFrame(rows, columns=list(CORRECTIONS[:4]), dtype=object)
    return corrected(ANSWERS, table, SURVEY, lambda row, column: ("Correcties", f"{column}{row}"))


def test_a_correction_counts_and_the_returned_answer_stays() -> None:
    before = ANSWERS.copy()
    done = applied(("GM0001", "vol.asiel.begeleid", 100, "1.234,5"))
    assert done.answers.at["GM0001", "vol.asiel.begeleid"] == 1234.5
    assert (done.applied, done.findings) == (1, ())
    assert ANSWERS.equals(before)


@pytest.mark.parametrize(
    ("question", "old", "new", "value"),
    [
        ("gr.aandeel", None, 0.4, 0.4),
        ("gr.aandeel", "", "40%", 0.4),
        ("gr.wijze", "Sleutel", "registratie", "registratie"),
        ("vol.asiel.begeleid", "100", "nvt", "nvt"),
        ("vol.asiel.begeleid", 100.0, None, None),
        ("alg.gr_naam", "=1+1", "GR Oost", "GR Oost"),
    ],
)
def test_old_and_new_are_read_as_a_person_writes_them(question: str, old: object, new: object, value: object) -> None:
    done = applied(("GM0001", question, old, new))
    assert done.findings == ()
    assert done.answers.at["GM0001", question] == value or (
        value is None and done.answers.at["GM0001", question] is None
    )


def test_a_second_correction_of_the_same_answer_builds_on_the_first() -> None:
    done = applied(("GM0001", "vol.asiel.begeleid", 100, 90), ("GM0001", "vol.asiel.begeleid", 90, 80))
    assert (done.answers.at["GM0001", "vol.asiel.begeleid"], done.applied) == (80.0, 2)


def test_without_the_row_the_correction_is_undone() -> None:
    assert applied().answers.equals(ANSWERS)


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (("GM0002", "vol.asiel.begeleid", 100, 90), "CORRECTION_UNKNOWN_CODE"),
        (("GM0001", "vol.asiel", 100, 90), "CORRECTION_UNKNOWN_ID"),
        (("GM0001", "vol.asiel.begeleid", 99, 90), "CORRECTION_OTHER_OLD"),
        (("GM0001", "vol.asiel.begeleid", None, 90), "CORRECTION_OTHER_OLD"),
        (("GM0001", "vol.asiel.begeleid", 100, "12.500"), "CORRECTION_UNREADABLE"),
        (("GM0001", "vol.asiel.begeleid", 100, "veel"), "CORRECTION_UNREADABLE"),
        ((None, None, "oud", "nieuw"), "CORRECTION_UNKNOWN_CODE"),
    ],
)
def test_a_correction_that_does_not_fit_is_told_and_not_applied(
    row: tuple[object, object, object, object], rule: str
) -> None:
    done = applied(row)
    assert [finding.regel for finding in done.findings] == [rule]
    assert (done.applied, done.answers.equals(ANSWERS)) == (0, True)


@pytest.mark.parametrize(
    ("row", "at"),
    [
        (("GM0002", "vol.asiel.begeleid", 100, 90), "code1"),
        (("GM0001", "vol.asiel", 100, 90), "id1"),
        (("GM0001", "vol.asiel.begeleid", 100, "12.500"), "nieuw1"),
    ],
)
def test_a_finding_names_the_cell_of_the_list_that_is_at_fault(
    row: tuple[object, object, object, object], at: str
) -> None:
    good = ("GM0001", "gr.aandeel", None, 0.4)
    (finding,) = applied(good, row).findings
    assert (finding.blad, finding.cel) == ("Correcties", at)


def test_a_unit_is_that_of_the_answer_beside_it() -> None:
    """A share of 15% where euro per fte was chosen is another unit than asked; a percentage where that was chosen."""
    overhead = ("GM0001", "oh.gemeente.wijze", None, "euro_per_fte")
    done = applied(overhead, ("GM0001", "oh.gemeente.waarde", None, "15%"))
    assert [finding.regel for finding in done.findings] == ["CORRECTION_UNREADABLE"]
    done = applied(("GM0001", "oh.gemeente.wijze", None, "procent"), ("GM0001", "oh.gemeente.waarde", None, "15%"))
    assert (done.findings, done.answers.at["GM0001", "oh.gemeente.waarde"]) == ((), 0.15)


def test_a_stale_correction_names_cell_and_both_answers() -> None:
    (finding,) = applied(("GM0001", "vol.asiel.begeleid", 99, 90)).findings
    assert (finding.blad, finding.cel, finding.gevonden, finding.verwacht) == ("Correcties", "oud0", "100", "99")
    assert "in oud staat '99', maar het antwoord is nu '100'" in finding.tekst
