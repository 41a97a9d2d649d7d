"""The part of `Samenvatting` with the cost over the years of the trajectory beside the payment rhythm of the grant.

METHOD sections 7 and 9; report, tables 4.5 and S.2. A spread counts where its years add up to 1; routes are mixed by
the weights of the calculation, over the routes with a spread. What has no spread, or none that counts, shows no cost.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator import style
from generator.ooxml.sheet import address
from generator.survey.formulas import BLANK, NTB, constant, if_shown, or_not_determinable, total
from generator.survey.summary_writer import SummaryWriter
from generator.survey.texts import text

TOLERANCE = 0.005
GIVEN, WEIGHT, COST, FIRST_YEAR = 2, 3, 4, 5


def cost_over_years(writer: SummaryWriter, group: str) -> None:
    """Two tables and a chart, for a group whose grant is paid in a rhythm and whose cost is asked by year."""
    years = range(1, writer.dimensions.trajectory_years + 1)
    items = [item for item in _items(writer, group) if f"traj.{group}.{item}.jaar1" in writer.asked]
    if not items or not writer.dimensions.routes_of(group) or f"ritme.jaar{years[-1]}" not in writer.parameters:
        return
    whole = spread_rows(writer, group, items)
    writer.page.row += 1
    _rhythm(writer, group, years, whole)


def spread_rows(writer: SummaryWriter, group: str, items: Sequence[str]) -> int:
    """A table with the cost of each item by year and, below it, their sum; gives the row of the sum."""
    years, label = range(1, writer.dimensions.trajectory_years + 1), writer.dimensions.label(group)
    heads = [text(f"summary.{head}") for head in ("trajectory_item", "spread_given", "weight", "spread_cost")]
    heads += [text("summary.year", jaar=year) for year in years]
    writer.table(text("summary.spread", groep=label), heads, text("summary.spread_intro"))
    first = writer.page.row
    for at, item in enumerate(items):
        _item(writer, group, item, years, (first, at))
    last = writer.page.row - 1
    columns = [COST, *(FIRST_YEAR - 1 + year for year in years)]
    sums = [_sum_of_shown(column, first, last) for column in columns]
    return writer.figures(text("summary.spread_total"), ["", "", *sums], style.TOTAL)


def _items(writer: SummaryWriter, group: str) -> tuple[str, ...]:
    return (*writer.dimensions.routes_of(group), *writer.dimensions.provisions_of(group))


def _item(writer: SummaryWriter, group: str, item: str, years: range, place: tuple[int, int]) -> None:
    first, at = place
    row, routes = first + at, writer.dimensions.routes_of(group)
    given, weight, cost = (address(row, column) for column in (GIVEN, WEIGHT, COST))
    asked = [f"traj.{group}.{item}.jaar{year}" for year in years]
    answers = [writer.read.value(question) for question in asked]
    usable = f"ABS({given}-1)<={constant(TOLERANCE)}"
    if item in routes:
        mixed = f"{address(first, WEIGHT)}:{address(first + len(routes) - 1, WEIGHT)}"
        counts, of_whole = f"reken.route.{group}.{item}", f"/SUM({mixed})"
    else:
        counts, of_whole = "1", ""
    price = or_not_determinable(f"uit.traj.{group}.{item}*{weight}{of_whole}")
    nothing = f'OR({weight}="",{weight}=0)'
    cells = [
        f"IF({writer.read.any_answered(asked)},{'+'.join(answers)},{BLANK})",
        if_shown(given, f"IF({usable},{counts},0)"),
        f"IF({nothing},{BLANK},{price})",
        *(f"IF({nothing},{BLANK},{or_not_determinable(f'{cost}*{answer}/{given}')})" for answer in answers),
    ]
    formats = [style.PERCENT, style.DECIMAL_2, *[style.EURO] * (1 + len(answers))]
    writer.figures(writer.dimensions.label(item), cells, fmt=formats)


def _sum_of_shown(column: int, first: int, last: int) -> str:
    """The sum of a column over the items that show something; blank where none does."""
    cells = [address(row, column) for row in range(first, last + 1)]
    empty = ",".join(f'{cell}=""' for cell in cells)
    return f"IF(AND({empty}),{BLANK},{total([if_shown(cell, cell, '0') for cell in cells])})"


def _rhythm(writer: SummaryWriter, group: str, years: range, whole: int) -> None:
    """A line per year: shares of cost and grant, euros of both, and the difference so far."""
    heads = ("year_head", "cost_share", "rhythm", "cost_euro", "grant_euro", "year_difference", "so_far")
    head_row = writer.page.column_headings([text(f"summary.{head}") for head in heads])
    first = writer.page.row
    for year in years:
        row = writer.page.row
        cost = f"{address(whole, FIRST_YEAR - 1 + year)}/{address(whole, COST)}"
        share, rhythm, euro, grant = (address(row, column) for column in range(2, 6))
        so_far = total([address(line, 6) for line in range(first, row + 1)])
        priced = f"IF(ISNUMBER({address(whole, COST)}),IF({address(whole, COST)}>0,{cost},{NTB}),{NTB})"
        cells = [
            if_shown(address(whole, COST), priced),
            f"IF(ISNUMBER(par.ritme.jaar{year}),par.ritme.jaar{year},{NTB})",
            if_shown(share, or_not_determinable(f"{share}*uit.traj.{group}.totaal")),
            or_not_determinable(f"{rhythm}*reken.spuk.{group}"),
            if_shown(share, or_not_determinable(f"{grant}-{euro}")),
            if_shown(share, so_far),
        ]
        formats = [style.PERCENT, style.PERCENT, *[style.EURO] * 4]
        writer.figures(text("summary.year", jaar=year), cells, fmt=formats)
    writer.chart_below("rhythm_chart", head_row, (first, writer.page.row - 1), (2, 3), "0%", kind="columns")
    writer.page.row += 1
