"""Charts are made, read back and changed in their parts; everything else in the file keeps its bytes."""

import zipfile

import openpyxl
import pytest
import xlwings as xw
from openpyxl.chart import BarChart, LineChart, Reference

from generator.ooxml.chart_kinds import KINDS
from templates.problems import Problems

TABLE = [["jaar", "asiel", "gezin"], [None, 10, 20], [None, 30, 40], [None, 25, 45]]
YEARS = ["'2022", "'2023", "'2024"]


@pytest.fixture
def sheet(engine):
    sheet = xw.Book().sheets[0]
    sheet["A1"].value = [TABLE[0], *([year, *row[1:]] for year, row in zip(YEARS, TABLE[1:], strict=True))]
    return sheet


def reopened(sheet, tmp_path):
    """The same sheet, saved and opened again."""
    sheet.book.save(tmp_path / "figuren.xlsx")
    sheet.book.close()
    return xw.Book(tmp_path / "figuren.xlsx").sheets[0]


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def references(chart):
    return [
        tuple(series.api.reference(*names) for names in (("tx",), ("cat", "xVal"), ("val", "yVal")))
        for series in chart.series
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read_back_as_what_was_written(sheet, kind, tmp_path):
    sheet.charts.add(source=sheet["A1:C4"], chart_type=kind, name="Figuur")
    (chart,) = reopened(sheet, tmp_path).charts
    assert (chart.name, chart.chart_type, len(chart.series)) == ("Figuur", kind, 2)
    (drawn,) = openpyxl.load_workbook(tmp_path / "figuren.xlsx").worksheets[0]._charts  # openpyxl reads it too
    assert len(drawn.series) == 2


@pytest.mark.parametrize("first", ["pie", "bar_stacked", "xy_scatter", "line_markers", "radar_filled"])
@pytest.mark.parametrize("second", ["doughnut", "column_clustered", "xy_scatter_smooth", "line", "area"])
def test_a_kind_changes_into_another_and_back(sheet, first, second):
    chart = sheet.charts.add(source=sheet["A1:C4"], chart_type=first)
    before = references(chart)
    for kind in (second, first):
        chart.chart_type = kind
        assert chart.chart_type == kind
        assert references(chart) == before


@pytest.mark.parametrize("kind", ["3d_pie", "surface", "stock_ohlc"])
def test_a_kind_that_cannot_be_written_is_refused_by_name(sheet, kind):
    with pytest.raises(NotImplementedError, match=kind):
        sheet.charts.add(chart_type=kind)
    assert len(sheet.charts) == 0


class TestSource:
    """Worked out by hand as Excel does it: headings out first, then the longer side holds the categories."""

    def test_columns_with_names_and_categories(self, sheet):
        chart = sheet.charts.add(source=sheet["A1:C4"])  # 3 rows and 2 columns of numbers: series are columns
        assert references(chart) == [
            ("Sheet1!$B$1", "Sheet1!$A$2:$A$4", "Sheet1!$B$2:$B$4"),
            ("Sheet1!$C$1", "Sheet1!$A$2:$A$4", "Sheet1!$C$2:$C$4"),
        ]
        assert ([one.name for one in chart.series], chart.plot_by) == (["asiel", "gezin"], "columns")

    def test_rows_where_the_block_is_wider_than_high(self, sheet):
        chart = sheet.charts.add(source=sheet["A1:C2"])  # 1 row, 2 columns of numbers: series are rows
        assert references(chart) == [("Sheet1!$A$2", "Sheet1!$B$1:$C$1", "Sheet1!$B$2:$C$2")]
        assert (chart.series[0].name, chart.plot_by) == ("2022", "rows")

    def test_turning_it_and_back(self, sheet):
        chart = sheet.charts.add(source=sheet["A1:C4"])
        before = references(chart)
        chart.plot_by = "rows"
        assert [one.name for one in chart.series] == ["2022", "2023", "2024"]
        chart.plot_by = "columns"
        assert references(chart) == before

    def test_numbers_alone_have_no_names(self, sheet):
        chart = sheet.charts.add(source=sheet["B2:C4"])
        assert references(chart) == [(None, None, "Sheet1!$B$2:$B$4"), (None, None, "Sheet1!$C$2:$C$4")]
        chart.set_x_axis_values(sheet["A2:A4"])
        assert [categories for _, categories, _ in references(chart)] == ["Sheet1!$A$2:$A$4"] * 2

    def test_a_name_with_a_quote_and_a_space(self, sheet):
        sheet.name = "cijfers 't Gooi"
        chart = sheet.charts.add(source=sheet["A1:B4"])
        assert references(chart)[0][0] == "'cijfers ''t Gooi'!$B$1"
        assert chart.series[0].name == "asiel"


def test_a_combination_with_secondary_axes_is_read_back(sheet, tmp_path):
    chart = sheet.charts.add(source=sheet["A1:C4"], anchor=sheet["E2"], width=300, height=200)
    chart.title = "Kosten & aantallen"
    chart.legend.position = "bottom"
    chart.series[1].set(chart_type="line_markers", axis_group="secondary", line_color=(1, 2, 3), marker_size=9)
    chart.secondary_value_axis.set(title="aantal", minimum_scale=0, number_format="0.0")
    chart.value_axis.set(title="euro", maximum_scale=100, major_unit=20)
    chart.category_axis.set(reverse_order=True, crosses="maximum")
    (found,) = reopened(sheet, tmp_path).charts
    # Four columns of 48 points lie left of E, one row of 15 points above 2.
    assert (found.left, found.top, found.width, found.height) == (192, 15, 300, 200)
    assert (found.title, found.legend.position, found.chart_type) == ("Kosten & aantallen", "bottom", "combination")
    second = found.series[1]
    assert (second.chart_type, second.axis_group, second.line_color) == ("line_markers", "secondary", (1, 2, 3))
    assert (found.secondary_value_axis.title, found.secondary_value_axis.number_format) == ("aantal", "0.0")
    assert (found.value_axis.title, found.value_axis.maximum_scale, found.value_axis.major_unit) == ("euro", 100, 20)
    assert (found.category_axis.reverse_order, found.category_axis.crosses) == (True, "maximum")
    assert found.secondary_category_axis.visible is False


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda chart: chart.series[0].set(chart_type="pie"), "cannot stand on the axes"),
        (lambda chart: setattr(chart.category_axis, "minimum_scale", 0), "no scale"),
        (lambda chart: setattr(chart.series[0], "marker_size", 9), "no markers"),
        (lambda chart: chart.secondary_value_axis.title, "no secondary axis group"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(sheet, change, reason):
    chart = sheet.charts.add(source=sheet["A1:C4"])
    before = chart.impl.document.part.content
    with pytest.raises(xw.XlwingsError, match=reason):
        change(chart)
    assert chart.impl.document.part.content == before


@pytest.mark.parametrize(
    "ask",
    [
        lambda chart: chart.value_axis.minimum_scale,
        lambda chart: setattr(chart, "style", 227),
        lambda chart: chart.parent.copy(),
    ],
)
def test_what_a_file_cannot_know_or_do_is_said(sheet, ask):
    with pytest.raises(NotImplementedError):
        ask(sheet.charts.add(source=sheet["A1:C4"]))


@pytest.mark.parametrize("export", ["to_png", "to_pdf"])
def test_an_export_is_refused_with_a_code(sheet, export, tmp_path):
    chart = sheet.charts.add(source=sheet["A1:C4"])
    with pytest.raises(Problems) as caught:
        getattr(chart, export)(tmp_path / "figuur")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.sheet, problem.values) == (
        "CHART_EXPORT_NEEDS_EXCEL",
        "Sheet1",
        {"chart": "Chart 1"},
    )
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def drawn(engine, tmp_path):
    """A file with two sheets that hold a chart each; the first with an alternative text, a shape and chart details."""
    workbook = openpyxl.Workbook()
    for sheet, chart in ((workbook.worksheets[0], BarChart()), (workbook.create_sheet("Twee"), LineChart())):
        for row in range(1, 5):
            sheet.cell(row, 1, row)
        chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=4))
        sheet.add_chart(chart, "C2")
    path = tmp_path / "figuren.xlsx"
    workbook.save(path)
    replaced = {
        "xl/drawings/drawing1.xml": [(b"<cNvPr ", b'<cNvPr descr="Staafdiagram" ')],
        "xl/charts/chart1.xml": [(b"</chartSpace>", b"<extLst><ext uri='{X}'/></extLst></chartSpace>")],
    }
    content = parts(path)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            for old, new in replaced.get(name, []):
                assert old in data
                data = data.replace(old, new)
            archive.writestr(name, data)
    return path


def changed_parts(before, after):
    return {name for name in before | after if before.get(name) != after.get(name)}


def test_an_added_chart_leaves_the_other_parts_byte_for_byte(drawn):
    before = parts(drawn)
    book = xw.Book(drawn)
    book.sheets[0].charts.add(source=book.sheets[0]["A1:A4"], chart_type="line")
    book.save()
    after = parts(drawn)
    lists = {"[Content_Types].xml", "xl/drawings/_rels/drawing1.xml.rels"}
    assert changed_parts(before, after) == {"xl/drawings/drawing1.xml", "xl/charts/chart3.xml", *lists}
    assert b'descr="Staafdiagram"' in after["xl/drawings/drawing1.xml"]
    assert [len(one._charts) for one in openpyxl.load_workbook(drawn).worksheets] == [2, 1]


def test_a_changed_chart_is_the_only_part_that_changes(drawn):
    before = parts(drawn)
    book = xw.Book(drawn)
    book.sheets["Twee"].charts[0].title = "Nieuw"
    book.save()
    assert changed_parts(before, parts(drawn)) == {"xl/charts/chart2.xml"}


def test_a_deleted_chart_takes_its_parts_along_and_no_others(drawn):
    before = parts(drawn)
    book = xw.Book(drawn)
    book.sheets["Twee"].charts[0].delete()
    book.save()
    after = parts(drawn)
    assert set(before) - set(after) == {"xl/charts/chart2.xml", "xl/drawings/_rels/drawing2.xml.rels"}
    assert b"chart2" not in after["[Content_Types].xml"]
    assert len(xw.Book(drawn).sheets["Twee"].charts) == 0
    openpyxl.load_workbook(drawn)


def test_reading_charts_changes_nothing(drawn):
    before = drawn.read_bytes()
    book = xw.Book(drawn)
    assert [chart.chart_type for sheet in book.sheets for chart in sheet.charts] == ["column_clustered", "line"]
    book.save()
    assert drawn.read_bytes() == before


def test_a_file_written_anew_keeps_its_drawings_byte_for_byte(drawn):
    before = parts(drawn)
    book = xw.Book(drawn)
    book.sheets.add("Voorop", before=book.sheets[0])
    book.save()
    after = parts(drawn)
    for name in (
        "xl/charts/chart1.xml",
        "xl/charts/chart2.xml",
        "xl/drawings/drawing1.xml",
        "xl/drawings/drawing2.xml",
    ):
        assert after[name] == before[name]
    assert [len(sheet.charts) for sheet in xw.Book(drawn).sheets] == [0, 1, 1]


def test_charts_follow_the_new_name_of_their_sheet(drawn):
    book = xw.Book(drawn)
    book.sheets["Twee"].name = "Na de zomer"
    book.save()
    assert b"'Na de zomer'!$A$1:$A$4" in parts(drawn)["xl/charts/chart2.xml"]
