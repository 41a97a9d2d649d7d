"""Figures as people read them."""

from typing import get_args

import pytest

from templates.numbers import WAYS, scaled, written
from templates.schema import TableColumn


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1900.0, "euro", "1.900"),
        (1234567.5, "euro", "1.234.568"),
        (-1000.0, "euro", "\N{MINUS SIGN}1.000"),
        (-0.4, "euro", "0"),
        (145_500_000.0, "mln", "146"),
        (145_500_000.0, "mln_1", "145,5"),
        (0.615, "procent", "62%"),
        (0.0, "procent", "0%"),
        (14.25, "getal", "14,3"),
        (0.5, "ratio", "0,50"),
        (1.0, "kruis", "X"),
        (0.0, "kruis", ""),
        (None, "euro", ""),
    ],
)
def test_a_figure_in_the_format_of_its_column(value: float | None, form: str, text: str) -> None:
    assert written(value, form) == text


def test_only_millions_are_scaled() -> None:
    assert [scaled(2_500_000.0, "mln"), scaled(12.0, "euro"), scaled(None, "mln")] == [2.5, 12.0, None]


def test_every_format_of_a_column_can_be_written() -> None:
    assert set(WAYS) == set(get_args(TableColumn.model_fields["format"].annotation))
