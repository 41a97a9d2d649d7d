"""What people type in a numeric cell, and how it is read."""

import datetime as dt

import pytest

from xl_addin.intake.normalising import Read, read_number


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1.234,56", 1234.56),
        ("€ 1.200,-", 1200.0),
        ("1.234.567", 1234567.0),
        ("12,5", 12.5),
        ("61%", 0.61),
        ("12,5 %", 0.125),
        ("1,234.50", 1234.5),
        ("\u00a0250 euro", 250.0),
        ("\u22123", -3.0),
        ("N.v.t.", "nvt"),
        ("PM", "onbekend"),
    ],
)
def test_dutch_writing_is_read_and_said(raw: str, value: float | str) -> None:
    assert read_number(raw) == Read(value, "gelezen")


@pytest.mark.parametrize("raw", ["12.500", "1,250", "-3.000"])
def test_what_can_be_read_two_ways_is_not_guessed(raw: str) -> None:
    assert read_number(raw) == Read(raw, "dubbelzinnig")


@pytest.mark.parametrize("raw", ["ongeveer 3", "2 à 3", "-", "1.2.3", "=1+1"])
def test_other_text_stays_text(raw: str) -> None:
    assert read_number(raw) == Read(raw, "onleesbaar")


def test_a_date_is_no_number() -> None:
    assert read_number(dt.datetime(2024, 5, 3)).outcome == "onleesbaar"


@pytest.mark.parametrize(("raw", "value"), [(3, 3.0), (0, 0.0), ("nvt", "nvt"), ("onbekend", "onbekend"), ("", None)])
def test_what_needs_no_reading_is_left_alone(raw: float | str, value: object) -> None:
    assert read_number(raw) == Read(value, "gelijk")  # type: ignore[arg-type]
