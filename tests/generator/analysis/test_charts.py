"""The charts in the parts of the file: linked to cells, readable, described."""

import io
import itertools
import re
import zipfile
from xml.etree import ElementTree

import pytest
from openpyxl.xml.functions import tostring

from generator.analysis.chart_look import PALETTE
from generator.analysis.charts import native_chart, reach_columns
from generator.analysis.layout import result_place, row_headings
from generator.ooxml.sheet import column_letters
from templates import load_survey
from templates.instruments import instruments
from templates.pages import pages_of
from templates.report import load_report
from templates.schema import Chart, Pick, ResultTable, Series, TableColumn, TableRow

SURVEY = load_survey()
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CHARTS = [(table, chart) for table in SURVEY.tables for chart in table.charts]


@pytest.fixture(scope="module")
def parts(built: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(built)) as package:
        return {name: package.read(name) for name in package.namelist()}


def chart_roots(parts: dict[str, bytes]) -> list[ElementTree.Element]:
    names = sorted(
        (name for name in parts if re.fullmatch(r"xl/charts/chart\d+\.xml", name)),
        key=lambda name: int(re.findall(r"\d+", name)[0]),
    )
    # the chart of the cover comes before those of the tables, those of the pages after
    return [ElementTree.fromstring(parts[name]) for name in names[1 : 1 + len(CHARTS)]]


def test_every_chart_of_the_template_is_there(parts: dict[str, bytes]) -> None:
    titles = ["".join(root.find(f"{CHART}chart/{CHART}title").itertext()) for root in chart_roots(parts)]
    assert titles == [chart.title for _, chart in CHARTS]


def test_series_and_categories_point_at_the_cells_of_their_table(parts: dict[str, bytes]) -> None:
    for root, (table, chart) in zip(chart_roots(parts), CHARTS, strict=True):
        place = result_place(table)
        block = place.block
        series = root.findall(f".//{CHART}ser")
        assert len(series) == len(chart.series)
        for drawn, asked in zip(series, chart.series, strict=True):
            column = "ABCDEFGHIJKL"[block.column + asked.column - 2]
            # rows of the definition, counted from 1, less the headings before them, which do not stand on the sheet
            standing = [at for at, row in enumerate(place.rows) if min(chart.rows) <= row + 1 <= max(chart.rows)]
            rows = f"${block.row + standing[0]}:${{}}${block.row + standing[-1]}"
            headings = {row_headings(table, "")[place.rows[at]] for at in standing}
            named = column_letters(place.aids.column if len(headings) > 1 else place.label_column)
            assert drawn.findtext(f"{CHART}val//{CHART}f") == f"'{table.sheet}'!${column}{rows.format(column)}"
            assert (
                drawn.findtext(f"{CHART}cat/{CHART}strRef/{CHART}f") == f"'{table.sheet}'!${named}{rows.format(named)}"
            )


def test_axes_are_visible_and_labels_keep_their_own_format(parts: dict[str, bytes]) -> None:
    for root in chart_roots(parts):
        assert {axis.get("val") for axis in root.iter(f"{CHART}delete")} <= {"0"}
        assert len(root.findall(f".//{CHART}catAx")) == len(root.findall(f".//{CHART}valAx")) == 1
        formats = list(root.iter(f"{CHART}numFmt"))
        assert formats
        assert {one.get("sourceLinked") for one in formats} == {"0"}


def test_charts_carry_alt_text_in_their_order(parts: dict[str, bytes]) -> None:
    drawings = sorted(
        (name for name in parts if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)),
        key=lambda name: int(re.findall(r"\d+", name)[0]),
    )
    found = [
        shape.get("descr")
        for name in drawings
        for shape in ElementTree.fromstring(parts[name]).iter(f"{DRAWING}cNvPr")
        if shape.get("name", "").startswith("Chart")
    ]
    on_pages = [chart.alt_text for page in pages_of(SURVEY) for panel in page.panels for chart in panel.charts]
    on_lists = [instruments().words["grafiek_alt"]]
    on_cover = [chart.alt_text for table, chart in CHARTS if table.id == load_report(SURVEY).balance]
    assert found == [*on_cover, *(chart.alt_text for _, chart in CHARTS), *on_pages, *on_lists]


@pytest.mark.parametrize(
    ("kind", "element", "direction", "grouping"),
    [
        ("staaf", "barChart", "bar", "clustered"),
        ("kolom", "barChart", "col", "clustered"),
        ("gestapeld", "barChart", "bar", "percentStacked"),
        ("opgeteld", "barChart", "bar", "stacked"),
        ("cirkel", "pieChart", None, None),
    ],
)
def test_kinds(kind: str, element: str, direction: str | None, grouping: str | None) -> None:
    chart = Chart(kind=kind, title="t", alt_text="a", rows=(1, 2), series=(Series(column=1),))
    table = ResultTable(
        id="1",
        sheet="T",
        title="t",
        rows=(TableRow(label="a", pick=Pick()), TableRow(label="b", pick=Pick())),
        columns=(TableColumn(label="x", format="procent"),),
        rests_on="r",
        charts=(chart,),
    )
    root = ElementTree.fromstring(xml_of(native_chart(table, chart, result_place(table))))
    plot = root.find(f".//{CHART}{element}")
    assert plot is not None
    values = {name: plot.find(f"{CHART}{name}") for name in ("barDir", "grouping")}
    assert {name: None if one is None else one.get("val") for name, one in values.items()} == {
        "barDir": direction,
        "grouping": grouping,
    }


def xml_of(chart) -> bytes:
    return tostring(chart._write())


def _axes(root: ElementTree.Element) -> list[tuple[str, str]]:
    """Kind and place of every axis."""
    kinds = ("catAx", "valAx")
    return [(kind, axis.find(f"{CHART}axPos").get("val")) for kind in kinds for axis in root.iter(f"{CHART}{kind}")]


def test_axes_stand_where_they_belong_and_no_category_is_left_out(parts: dict[str, bytes]) -> None:
    """A scatter has figures below and at the left, bars that lie have their categories at the left."""
    roots = [ElementTree.fromstring(data) for name, data in parts.items() if re.fullmatch(r"xl/charts/chart.*", name)]
    kinds = set()
    for root in roots:
        if root.find(f".//{CHART}scatterChart") is not None:
            kinds.add("scatter")
            assert sorted(_axes(root)) == [("valAx", "b"), ("valAx", "l")]
        elif (bars := root.find(f".//{CHART}barChart")) is not None:
            lying = bars.find(f"{CHART}barDir").get("val") == "bar"
            kinds.add("lying" if lying else "standing")
            assert _axes(root) == ([("catAx", "l"), ("valAx", "b")] if lying else [("catAx", "b"), ("valAx", "l")])
            assert [skip.get("val") for skip in root.iter(f"{CHART}tickLblSkip")] == ["1"]
    assert kinds == {"scatter", "lying", "standing"}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [part / 255 for part in bytes.fromhex(colour)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_series_are_told_apart_in_grey_print() -> None:
    # white on black is 21 to 1; a step that the eye sees in grey is about 1.4 to 1
    light = [luminance(colour) for colour in PALETTE]
    ratios = [(max(a, b) + 0.05) / (min(a, b) + 0.05) for a, b in itertools.combinations(light, 2)]
    assert min(ratios) > 1.4
    beside = [(max(a, b) + 0.05) / (min(a, b) + 0.05) for a, b in itertools.pairwise(light)]
    assert min(beside) > 1.8


def test_the_axis_of_every_bar_starts_at_zero_where_no_figure_is_below_it(parts: dict[str, bytes]) -> None:
    for root, (table, chart) in zip(chart_roots(parts), CHARTS, strict=True):
        least = root.find(f".//{CHART}valAx/{CHART}scaling/{CHART}min")
        measures = {table.columns[one.column - 1].pick.maat or table.pick.maat or "" for one in chart.series}
        if not any(measure.startswith(("verschil", "prestatie", "prijs_volume")) for measure in measures):
            assert least is not None, table.id
            assert float(least.get("val")) == 0, table.id


def test_a_range_is_a_line_between_its_ends_with_a_dot_between() -> None:
    rows = (TableRow(label="a", pick=Pick()), TableRow(label="b", pick=Pick()))
    columns = tuple(TableColumn(label=name) for name in ("laag", "midden", "hoog"))
    series = tuple(Series(column=at, label=one.label) for at, one in enumerate(columns, start=1))
    chart = Chart(kind="bereik", title="t", alt_text="a", rows=(1, 2), series=series, unit="euro")
    table = ResultTable(id="1", sheet="T", title="t", rows=rows, columns=columns, rests_on="r", charts=(chart,))
    place = result_place(table)
    root = ElementTree.fromstring(xml_of(native_chart(table, chart, place)))
    drawn = root.findall(f".//{CHART}ser")
    assert [one.find(f"{CHART}marker/{CHART}symbol").get("val") for one in drawn] == ["dash", "circle", "dash"]
    # the line hangs on the dot: up to the highest and down to the lowest, from the cells right of the names of rows
    (bars,) = root.iter(f"{CHART}errBars")
    up, down = (column_letters(column) for column in reach_columns(place))
    assert bars.findtext(f"{CHART}plus//{CHART}f") == f"'T'!${up}$5:${up}$6"
    assert bars.findtext(f"{CHART}minus//{CHART}f") == f"'T'!${down}$5:${down}$6"
    assert drawn[1].find(f"{CHART}errBars") is not None
    assert root.find(f".//{CHART}legend") is None


def test_two_series_are_named_at_their_first_bar_and_have_no_legend(parts: dict[str, bytes]) -> None:
    named = 0
    for root, (_, chart) in zip(chart_roots(parts), CHARTS, strict=True):
        if chart.kind == "staaf" and 2 <= len(chart.series) <= 3:
            named += 1
            assert root.find(f".//{CHART}legend") is None
            for series in root.findall(f".//{CHART}ser"):
                (first,) = series.findall(f"{CHART}dLbls/{CHART}dLbl")
                assert first.find(f"{CHART}idx").get("val") == "0"
                assert first.find(f"{CHART}showSerName").get("val") == "1"
    assert named > 3
