"""The plain-data side: text that wraps, breaks between sections, prompts that fit, formulas worked out by hand."""

from __future__ import annotations

import pytest

from generator.formulas.evaluation import calculate
from generator.survey.entry import shortened, validation
from generator.survey.formulas import condition, constant, salary, total, written
from generator.survey.page import Page
from generator.survey.readings import Readings
from generator.survey.texts import NOT_DETERMINABLE, text
from templates import Survey
from templates.questions import questions
from templates.schema import Condition


def test_a_paragraph_takes_a_row_per_line_and_loses_no_word() -> None:
    page = Page("x")
    words = "een twee drie vier vijf zes zeven acht negen tien"
    page.paragraph(words, 20)
    lines = [str(cell.value) for cell in page.cells.values()]
    assert max(map(len, lines)) <= 20
    assert " ".join(lines) == words


def test_a_name_is_given_once() -> None:
    page = Page("x")
    page.name_cell("uit.a", 1, 1)
    with pytest.raises(ValueError, match="given twice"):
        page.name_cell("uit.a", 2, 1)


def sections(*rows: int) -> Page:
    """A page with sections of so many rows of 15 points.

    Landscape A4 of one column of 100 wide: 842 - 72 = 770 points across, 528.75 needed, so the scale is 1 and a page
    holds 595 - 93.6 = 501.4 points: 33 rows.
    """
    page = Page("x", widths={1: 100.0})
    start = 1
    for count in rows:
        page.sections.append(start)
        for row in range(start, start + count):
            page.put(row, 1, "x")
        start += count
    return page


@pytest.mark.parametrize(
    ("rows", "breaks"),
    [
        ((20, 20), [20]),  # the second does not fit beside the first
        ((20, 10, 20), [30]),
        ((15, 15, 5), [15]),  # 5 rows alone would be less than a quarter of the last page: the second moves along
        ((30, 5), [30]),  # the first cannot move: the page before would be empty
        ((10, 60), []),  # longer than a page: it starts where there is room left for a good part
        ((30, 60), [30]),  # and on a new page where there is not
    ],
)
def test_a_printed_page_begins_where_a_section_does(rows: tuple[int, ...], breaks: list[int]) -> None:
    assert sections(*rows).page_breaks() == breaks
    shuffled = sections(*rows)
    shuffled.sections.reverse()
    assert shuffled.page_breaks() == breaks


def test_shortened_text_ends_at_a_word() -> None:
    assert shortened("kort", 10) == "kort"
    assert shortened("Overhead van de gemeente - waarde", 32) == "Overhead van de gemeente…"


def test_a_range_is_said_and_checked(survey: Survey) -> None:
    asked = {one.id: one for one in questions(survey)}
    check = validation(asked["gr.aandeel"], survey.dimensions, "B7")
    assert check.formula == 'IF(ISNUMBER(B7),AND(B7>=0,B7<=1),OR(B7="nvt",B7="onbekend"))'
    assert "0% tot en met 100%" in check.error
    count = validation(asked["alg.inwoners"], survey.dimensions, "B7")
    assert "B7=INT(B7)" in count.formula
    assert "2.000.000" in count.error


def test_formulas_are_what_the_method_says() -> None:
    assert [constant(value) for value in (0.000001, 1e8, 1.0, 0.005, 0.0)] == [
        "0.000001",
        "100000000",
        "1",
        "0.005",
        "0",
    ]
    assert total(["A1", "B1"]) == f'IFERROR(A1+B1,"{NOT_DETERMINABLE}")'
    assert salary("a.b").startswith("IF(ISNUMBER(a.b),IFERROR(INDEX(par.salarissen,MATCH(INT(a.b),par.schalen,0))")


@pytest.mark.parametrize(
    ("euros", "said"), [(0, "0"), (999, "999"), (1000, "1.000"), (25_005, "25.005"), (1_250_007, "1.250.007")]
)
def test_an_amount_is_written_in_groups_of_three_whatever_the_reader_s_language(euros: float, said: str) -> None:
    spot = ("Blad", 1, 1)
    found = calculate({("Blad", 1, 2): float(euros)}, {spot: written("B1")}, {})
    assert found.values[spot] == said


def test_an_answer_is_read_on_the_sheet_that_reads_them(survey: Survey) -> None:
    read = Readings(survey)
    row = read.row("vol.asiel.begeleid")
    assert read.value("vol.asiel.begeleid") == f"Gelezen!$C${row}"
    assert read.answered("vol.asiel.begeleid") == f"ABS(Gelezen!$D${row}-1.5)<1"
    assert (read.value("bestaat.niet"), read.state(None), read.answered("bestaat.niet")) == ("0", "0", "1=0")


def test_no_answer_stands_for_the_code_the_method_gives_it(survey: Survey) -> None:
    asked = {one.id: one for one in questions(survey)}
    complete = condition(Condition(id="alg.volledigheid", values=("volledig",)), asked["alg.volledigheid"])
    assert complete == 'IFERROR(OR(alg.volledigheid="volledig",alg.volledigheid=""),1=0)'
    edge = condition(Condition(id="alg.volledigheid", values=("randtotalen",)), asked["alg.volledigheid"])
    assert edge == 'IFERROR(OR(alg.volledigheid="randtotalen"),1=0)'


def test_an_unknown_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("contents.bestaat_niet")
