"""Bytes that do not depend on the moment, and alt text on charts."""

import io
import time
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import NumDataSource, NumRef
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.styles import Font

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


def test_a_typeface_and_an_error_bar_are_in_the_order_of_the_schema() -> None:
    book = book_with_charts(1)
    sheet = book.active
    assert sheet is not None
    sheet["A1"].font = Font(name="Arial", bold=True, color="00FF0000", size=9)
    amounts = NumDataSource(numRef=NumRef(f="'Sheet'!$A$1:$A$2"))
    sheet._charts[0].series[0].errBars = ErrorBars(errDir="y", errValType="cust", plus=amounts, minus=amounts)
    with zipfile.ZipFile(io.BytesIO(finished(book, [["één"]]))) as package:
        styles = package.read("xl/styles.xml").decode()
        chart = package.read("xl/charts/chart1.xml").decode()
    assert '<font><b val="1"/><sz val="9"/><color rgb="00FF0000"/><name val="Arial"/></font>' in styles
    assert 0 < chart.index("<plus>") < chart.index("<minus>")
