"""A small report: a filled table with a range, one without a single figure, and one without a chart."""

from __future__ import annotations

import pytest

from generator.report.content import Filled, Report, Shown
from templates.schema import Chart, Pick, ResultTable, Series, TableColumn, TableRow

CHART = Chart(kind="staaf", title="c", alt_text="Staven per klasse.", rows=(1, 2, 3), series=(Series(column=1),))
TABLE = ResultTable(
    id="1",
    sheet="Tabel 1",
    title="Kosten",
    subtitle="In euro's",
    rows=(
        TableRow(label="Klasse"),
        TableRow(label="Klein", pick=Pick()),
        TableRow(label="Alle", pick=Pick(), style="totaal"),
    ),
    columns=(
        TableColumn(label="Laag tot hoog (mln)", format="mln"),
        TableColumn(label="", format="mln", upper=True),
        TableColumn(label="Deel", format="procent"),
    ),
    rests_on="Uitleg.",
    charts=(CHART,),
)
LINES = ("Opgaven van 3 gemeenten, per uitkomst n = 3.", "", "Weging: geen.", "")
COMMON = ("Opgaven van 3 respondenten (GM1, GM2, GM3).", "P.", "Berekend op nu.")


@pytest.fixture
def report() -> Report:
    filled = Filled(TABLE, [[None] * 3, [145e6, 161e6, 0.25], [200e6, None, None]], LINES)
    empty = Filled(TABLE.model_copy(update={"sheet": "Tabel 2", "title": "Leeg"}), [[None] * 3] * 3, LINES)
    return Report(
        name="Onderzoek",
        year=2024,
        title="Wat kost het?",
        subtitle="Uitkomsten",
        slides=(
            Shown("Het kost 145 miljoen", filled, (), CHART),
            Shown(None, empty, (), CHART),
            Shown("Ook als tabel", filled, (2, 3), None),
        ),
        tables=(filled, empty),
        account=COMMON,
        made=COMMON[-1],
    )
