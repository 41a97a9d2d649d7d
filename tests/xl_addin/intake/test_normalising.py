"""What people type in a numeric cell, and how it is read."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.intake.normalising import Read, either_number, read_code, read_number
from xl_addin.methods.answers.answers import read_answers


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
        ("1.200,00 euro", 1200.0),
        ("EUR 1.200,50", 1200.5),
        ("12 500", 12500.0),
        ("1,234,567", 1234567.0),
        ("0,615", 0.615),
        ("0,5 fte", 0.5),
        ("\u201812\u2019", 12.0),
        ("weet niet", "onbekend"),
        ("nvt.", "nvt"),
        ("0.125", 0.125),
        ("12.500%", 0.125),
        ("+5", 5.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
    ],
)
def test_dutch_writing_is_read_and_said(raw: str, value: float | str) -> None:
    assert read_number(raw) == Read(value, "gelezen")


@pytest.mark.parametrize("raw", ["12.500", "1,250", "-3.000", "-", "\u2014", "x", "12.500 euro"])
def test_what_can_be_read_two_ways_is_not_guessed_and_has_no_value(raw: str) -> None:
    assert read_number(raw) == Read(None, "dubbelzinnig")


@pytest.mark.parametrize(
    ("raw", "either"), [("12.500", (12.5, 12500.0)), ("-3,000 euro", (-3.0, -3000.0)), ("-", None), ("x", None)]
)
def test_both_readings_of_an_ambiguous_number_are_given(raw: str, either: tuple[float, float] | None) -> None:
    assert either_number(raw) == either


@pytest.mark.parametrize("raw", ["ongeveer 3", "2 à 3", "1.2.3", "=1+1", "10 15", "1e400", "9" * 400])
def test_other_text_stays_text(raw: str) -> None:
    assert read_number(raw) == Read(raw, "onleesbaar")


@pytest.mark.parametrize(("raw", "value"), [(3, 3.0), (0, 0.0), ("nvt", "nvt"), ("onbekend", "onbekend"), ("", None)])
def test_what_needs_no_reading_is_left_alone(raw: float | str, value: object) -> None:
    assert read_number(raw) == Read(value, "gelijk")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raw", "value", "outcome"),
    [
        ("ja", "ja", "gelijk"),
        ("Ja", "ja", "gelezen"),
        ("ja.", "ja", "gelezen"),
        ("N.v.t.", "nvt", "gelezen"),
        ("wellicht", "wellicht", "gelijk"),
        ("Wel licht ", "Wel licht", "gelijk"),
    ],
)
def test_codes_are_read_in_any_case(raw: str, value: str, outcome: str) -> None:
    assert read_code(raw, {"ja", "nee", "nvt"}) == Read(value, outcome)  # type: ignore[arg-type]


@given(st.floats(min_value=-1e9, max_value=1e9, allow_nan=False).map(lambda number: round(number, 2)))
def test_dutch_writing_with_decimals_gives_the_number_back(number: float) -> None:
    written = f"{number:,.2f}".translate(str.maketrans(",.", ".,"))
    assert read_number(written) == Read(number, "gelezen")
    assert read_number(f"\u20ac {written}") == Read(number, "gelezen")


@given(st.text(alphabet="0123456789.,-+eE%\u20ac '_x", max_size=8))
def test_text_that_was_not_read_is_no_number_to_the_method_either(text: str) -> None:
    read = read_number(text)
    if read.outcome == "onleesbaar":
        assert read_answers(pd.DataFrame({"vraag": [text]})).numbers(["vraag"])["vraag"].isna().all()


@given(st.text(max_size=40))
def test_any_text_is_read_or_kept_and_never_breaks(text: str) -> None:
    read = read_number(text)
    assert isinstance(read.value, float | str | None)
    assert read.value == text or read.outcome != "onleesbaar"
