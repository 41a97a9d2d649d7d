"""Every message of the presentation on made-up results: what it may say with wide, narrow and unknown intervals."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import pytest

from templates import load_survey
from templates.report import Saying, Slide, Told, load_report
from templates.schema import Pick, ResultTable
from xl_addin.methods.tables.columns import KEY_COLUMNS
from xl_addin.methods.tables.key_messages import message
from xl_addin.methods.tables.result_tables import Found, Key, fill, keys

SURVEY = load_survey()
SLIDES = load_report(SURVEY).slides
TABLES = {table.id: table for table in SURVEY.tables}
TWO_LINES = 140
COMPARES = re.compile(
    r"\b(hoger|lager|meer dan|minder dan|overschot|tekort|euro meer|euro minder|mensen meer|mensen minder)\b"
)
# Figures that are counts, amounts of a budget or what was expected beforehand: nothing of the respondents is in them.
NO_ESTIMATES = ("respons", "gf_per_inburgeraar", "spuk_per_inburgeraar", "begeleid_landelijk")
WEIGHTED = ("macro", "post_inwoners", "post_stedelijkheid", "post_gevestigd", "raking", "kalibratie")


def results(spread: float, difference: tuple[float, float]) -> Found:
    """A figure for every key that a table asks for, with an interval of 2 x `spread` x itself, and differences."""
    found: dict[Key, list[dict[str, float]]] = {}
    for table in SURVEY.tables:
        for number, key in enumerate(key for line in keys(table) for key in line if key is not None):
            named = dict(zip(KEY_COLUMNS, key, strict=True))
            value = (0.3 if "aandeel" in named["maat"] or "spreiding" in named["maat"] else 1_000.0) * (1 + number % 7)
            value *= -1 if named["maat"] == "verschil_gf" else 1
            fixed = named["maat"] in NO_ESTIMATES or named["klasse"].startswith(("raming", "t"))
            ends = {"laag": 0.9 * value, "hoog": 1.1 * value, "min": 0.5 * value, "max": 2 * value}
            wide = math.nan if fixed else 2 * spread * abs(value)
            interval = {"i95_laag": value - wide, "i95_hoog": value + wide}
            found[key] = [{"waarde": value, **ends, **interval, "se": wide / 2, "n": 20.0}]
    for division, klasse in (("inwoners", "<30 - 80-250"), ("relatief", "hoog - laag")):
        place = ("verschil_klasse", "uitvoering", "", division, klasse, "ratio")
        found[place] = [{"waarde": sum(difference) / 2, "i95_laag": difference[0], "i95_hoog": difference[1]}]
    for group, persons in (("asiel", 65.0), ("", 100.0)):
        found["begeleid_landelijk", "", group, "totaal", "", ""] = [{"waarde": persons}]
    return found


def said(slide: Slide, found: Found) -> str | None:
    table = TABLES[slide.table]
    return message(slide, table, fill(table, found), {"jaar": "2024"}, found)


@pytest.mark.parametrize("slide", SLIDES, ids=lambda slide: slide.table)
def test_every_slide_says_one_sentence_of_two_lines_whatever_the_intervals(slide: Slide) -> None:
    for found in (results(0.0001, (5.0, 9.0)), results(2.0, (-5.0, 9.0)), results(math.nan, (math.nan, math.nan))):
        sentence = said(slide, found)
        assert sentence is not None
        assert len(sentence) <= TWO_LINES
        assert "\n" not in sentence


@pytest.mark.parametrize("slide", [one for one in SLIDES if one.table != "B.1"], ids=lambda slide: slide.table)
def test_without_an_interval_no_slide_compares(slide: Slide) -> None:
    sentence = said(slide, results(math.nan, (math.nan, math.nan))) or ""
    assert not COMPARES.search(sentence.replace("met minder dan 30.000", "")), sentence


DIFFERENCES = [slide for slide in SLIDES if any(one.minus and not one.exact for one in slide.told.values())]


@pytest.mark.parametrize("slide", DIFFERENCES, ids=lambda slide: slide.table)
def test_a_difference_that_the_interval_does_not_carry_is_not_said(slide: Slide) -> None:
    uncertain = said(slide, results(2.0, (-5.0, 9.0))) or ""
    assert "niet aantoonbaar" in uncertain or not COMPARES.search(uncertain)
    certain = said(slide, results(0.0001, (5.0, 9.0))) or ""
    assert "niet aantoonbaar" not in certain or slide.table == "F5.1"


def test_the_slides_that_compare_are_those_that_have_something_to_compare() -> None:
    assert [slide.table for slide in DIFFERENCES] == ["3.2", "3.4", "F5.1", "F5.2", "B.3"]


def sayings() -> Iterator[tuple[str, Saying]]:
    for slide in SLIDES:
        for number, saying in enumerate(slide.sayings):
            yield f"{slide.table}-{number}", saying


def of_the_respondents(told: Told, table: ResultTable) -> bool:
    """Whether a placeholder shows a figure of respondents that is not weighted to the country."""
    cells = [cell for cell in (told.cell, told.minus, *told.of) if cell]
    cells += [(row, told.column or 1) for row in told.rows]
    found = keys(table)
    for row, column in cells:
        key = found[row - 1][column - 1]
        named = dict(zip(KEY_COLUMNS, key or [""] * len(KEY_COLUMNS), strict=True))
        before = named["klasse"].startswith(("raming", "gemiddeld")) and named["maat"] == "vergelijking_start"
        rhythm = named["onderdeel"] == "betaalritme"
        if key and named["maat"] not in NO_ESTIMATES and named["weging"] not in WEIGHTED and not (before or rhythm):
            return True
    return False


@pytest.mark.parametrize(("name", "saying"), list(sayings()), ids=lambda one: one if isinstance(one, str) else "")
def test_a_figure_that_is_not_weighted_says_so_and_an_estimate_that_it_is_one(name: str, saying: Saying) -> None:
    table = TABLES[name.rpartition("-")[0]]
    words = f"{saying.message} {' '.join(word for told in saying.told.values() for word in told.words)}"
    plain = [told for told in saying.told.values() if of_the_respondents(told, table)]
    assert bool(plain) == ("in de respons" in words.lower()), words
    assert not re.search(r"duur|goedkoop", words, re.IGNORECASE)


def test_shares_of_groups_come_from_the_frame() -> None:
    slide = next(slide for slide in SLIDES if slide.table == "F3.3")
    assert (said(slide, results(0.1, (0, 1))) or "").startswith("65% van de begeleide inburgeraars in Nederland")
    assert slide.told["land"].result == Pick(maat="begeleid_landelijk", groep="asiel", indeling="totaal")
