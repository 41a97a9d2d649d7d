"""Bytes that do not depend on the moment, and alt text on charts."""

import io
import time
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference

from generator.finish import described, finished


def book_with_charts(count: int) -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet["A1"] = 3
    for number in range(count):
        chart = BarChart()
        chart.add_data(Reference(sheet, range_string="Sheet!$A$1:$A$1"))
        sheet.add_chart(chart, f"C{1 + 20 * number}")
    return book


def test_the_moment_leaves_no_trace() -> None:
    first = finished(book_with_charts(1), [["één"]])
    time.sleep(1.1)  # openpyxl stamps whole seconds
    assert finished(book_with_charts(1), [["één"]]) == first
    assert load_workbook(io.BytesIO(first)).active["A1"].value == 3


def test_alt_texts_are_escaped_and_in_order() -> None:
    data = finished(book_with_charts(2), [['"a" < b & c', "tweede"]])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        drawing = package.read("xl/drawings/drawing1.xml").decode()
    assert drawing.index("&lt; b &amp; c") < drawing.index('descr="tweede"')
    assert drawing.count("descr=") == 2


@pytest.mark.parametrize("texts", [[["één"]], [["één", "twee"], ["drie"]]])
def test_texts_that_do_not_fit_the_charts_are_refused(texts: list[list[str]]) -> None:
    with pytest.raises(ValueError, match="alt texts"):
        finished(book_with_charts(2), texts)


def test_a_drawing_without_charts_stays_as_it_is() -> None:
    assert described(b"<xdr:wsDr/>", []) == b"<xdr:wsDr/>"
