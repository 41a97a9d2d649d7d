"""What a value looks like inside a cell."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ooxml.values import Formula, UnwritableValueError, cell_content, clean_text, serial_number


@pytest.mark.parametrize(
    ("value", "content"),
    [
        (3, ("", "<v>3</v>")),
        (3.0, ("", "<v>3</v>")),
        (-0.0, ("", "<v>0</v>")),
        (0.1, ("", "<v>0.1</v>")),
        (1e22, ("", "<v>1e+22</v>")),
        (np.int64(3), ("", "<v>3</v>")),
        (True, ("b", "<v>1</v>")),
        (Formula("=A1&B1"), ("", "<f>A1&amp;B1</f>")),
        ("=A1", ("inlineStr", "<is><t>=A1</t></is>")),
        (" a", ("inlineStr", '<is><t xml:space="preserve"> a</t></is>')),
        ("", None),
        (None, None),
        (float("nan"), None),
        (float("-inf"), None),
        (10**400, None),
    ],
)
def test_content(value, content):
    assert cell_content(value) == content


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_itself(number):
    _, inner = cell_content(number)
    assert float(inner.removeprefix("<v>").removesuffix("</v>")) == number


def test_control_characters_go_and_line_ends_become_one_kind():
    assert clean_text("a\x00\x1fb\r\nc\rd\ufffe\ud800\te") == "ab\nc\nd\te"


def test_other_types_are_a_mistake_of_the_caller():
    with pytest.raises(TypeError, match="timedelta"):
        cell_content(dt.timedelta(days=1))


def test_time_of_day_is_a_fraction_and_time_zones_are_left_out():
    # 18:00 is three quarters of a day.
    moment = dt.datetime(2024, 1, 1, 18, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    assert serial_number(moment) == 45292.75


@pytest.mark.parametrize(("date1904", "day"), [(False, dt.date(1899, 12, 31)), (True, dt.date(1903, 12, 31))])
def test_dates_before_the_epoch_cannot_be_written(date1904, day):
    with pytest.raises(UnwritableValueError, match="DATE_BEFORE_EPOCH"):
        serial_number(day, date1904=date1904)
