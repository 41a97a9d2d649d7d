"""The sheet `Vooruitblik`: a municipality types its inflow, prices and rhythm, and sees its own years.

METHOD section 9, as `methods.time.cash_flows` has it. What is typed here is a plan, no answer: it is not collected.
A survey has the sheet where each of its groups has a grant and is asked how its cost falls over the years.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator import style
from generator.ooxml.sheet import address
from generator.survey.entry import accepted
from generator.survey.formulas import NTB, constant, formula, if_shown, known_name, literal, or_not_determinable
from generator.survey.outlook_steps import COLUMNS, RHYTHMS, YEARS, Steps, outlook_items, write_steps, year_of
from generator.survey.page import Highlight, Page, Validation, absolute
from generator.survey.summary_writer import CHART_ROWS, SummaryWriter
from generator.survey.texts import text
from templates.schema import Survey

CENT = 0.005
PLAN = "plan"
MOST_PERSONS = 1_000_000
EARLIEST, LAST_YEAR = 2000, 2100
RECEIVED, RESERVE, SHORTFALL, STATE = 4, 6, 7, 9
COST, CHANGED, GRANT, SHARE = 2, 3, 4, 5
NEEDED = ("wet.eerste_cohort", "ritme.wissel", "reserve.maximum", "index.basisjaar", "index.kosten", "index.spuk")


@dataclass(frozen=True)
class Assumption:
    """A value to type, in place of which an empty cell means `default`; between `low` and `high`."""

    name: str
    label: str
    default: str
    low: float = -0.5
    high: float = 1.0


def has_outlook(survey: Survey) -> bool:
    """Whether each group of the survey has a grant, a rhythm and questions on the years of its cost."""
    writer, dimensions = SummaryWriter(survey, Page("")), survey.dimensions
    known = {parameter.code for parameter in survey.parameters if not parameter.analysis_only}
    years = range(1, dimensions.trajectory_years + 1)
    rhythms = (f"ritme.{name}.jaar{year}" for name in RHYTHMS[1:] for year in years)
    return (
        bool(dimensions.group_codes)
        and {*NEEDED, *rhythms} <= known
        and all(
            outlook_items(writer, group) and {f"spuk.{group}", f"spuk.{group}.artikel10"} & known
            for group in dimensions.group_codes
        )
    )


def outlook_page(survey: Survey) -> Page:
    """The sheet: what can be changed, what results per year with a chart, and below it every step."""
    page = Page(text("names.outlook"), freeze="A4", header_rows="1:2")
    page.widths = {1: 62, **dict.fromkeys(range(2, COLUMNS + 1), 18)}
    page.title(text("outlook.title"))
    page.back_link()
    page.paragraph(text("outlook.intro"), 170)
    page.row += 1
    writer = SummaryWriter(survey, page)
    groups = survey.dimensions.group_codes
    used = _assumptions(writer)
    per_person = _place_for(page, len(groups) + 3)
    persons = _inflow(writer)
    results = _place_for(page, YEARS + 8 + CHART_ROWS)
    first_group = per_person + 2
    spread = {group: _shares(writer, first_group + at) for at, group in enumerate(groups)}
    steps = write_steps(writer, used, persons, spread)
    end = page.row
    page.row = per_person
    figures = _per_person(writer, used, steps)
    page.row = results
    _results(writer, steps, figures)
    page.row = end
    return page


def _place_for(page: Page, rows: int) -> int:
    """Keeps rows free for what is written when the steps below have a place; gives the first."""
    first = page.row
    page.row += rows
    return first


def _shares(writer: SummaryWriter, row: int) -> list[str]:
    """Where the spread of a group stands in the table per person, absolute."""
    return [absolute(row, SHARE + year) for year in range(writer.dimensions.trajectory_years)]


def _assumptions(writer: SummaryWriter) -> dict[str, str]:
    """The values to type; gives the address of the one computed with, by name."""
    page, dimensions = writer.page, writer.dimensions
    prices = (
        Assumption(f"prijs.{group}", text("outlook.price", groep=dimensions.label(group)), "0", -0.9, 3)
        for group in dimensions.group_codes
    )
    rows = (
        *prices,
        Assumption("index.kosten", text("outlook.index_cost"), "par.index.kosten"),
        Assumption("index.spuk", text("outlook.index_grant"), "par.index.spuk"),
        Assumption("reserve", text("outlook.reserve_most"), "par.reserve.maximum", 0, 10),
    )
    page.heading(text("outlook.assumptions"), COLUMNS)
    page.paragraph(text("outlook.assumptions_intro"), 170, style.NOTE)
    page.column_headings([text(f"outlook.{head}") for head in ("assumption", "yours", "used")])
    used = {one.name: _assumption(page, one) for one in rows}
    used["ritme"] = _rhythm_choice(page)
    used["eerste_jaar"] = _first_year(page)
    page.row += 1
    return used


def _assumption(page: Page, one: Assumption) -> str:
    row, cell = page.row, address(page.row, 2)
    inside = f"{cell}>={constant(one.low)},{cell}<={constant(one.high)}"
    page.put(row, 1, one.label, style.LABEL)
    page.put(row, 2, None, style.INPUT, "0.0%")
    page.name_cell(f"{PLAN}.{one.name}", row, 2)
    error = text("outlook.percentage", laag=f"{one.low:.0%}", hoog=f"{one.high:.0%}")
    page.validations.append(_number_check(cell, one.low, one.high, one.label, error))
    default = f"IF(ISNUMBER({one.default}),{one.default},{NTB})"
    given = f"IF(ISNUMBER({cell}),IF(AND({inside}),{cell},{NTB}),{NTB})"
    page.put(row, 3, formula(f'IF({cell}="",{default},{given})'), style.FORMULA, "0.0%")
    page.heights[row] = 18
    page.row += 1
    return absolute(row, 3)


def _number_check(area: str, low: float, high: float, label: str, error: str, *, whole: bool = False) -> Validation:
    check = accepted(area.split(":")[0], low, high, whole=whole)
    return Validation(area, "custom", check, label[:32], error, error, text("answers.error_title"))


def _rhythm_choice(page: Page) -> str:
    row, cell = page.row, address(page.row, 2)
    page.put(row, 1, text("outlook.rhythm"), style.LABEL)
    page.put(row, 2, None, f"{style.INPUT}_midden")
    page.name_cell(f"{PLAN}.ritme", row, 2)
    said = text("outlook.rhythm_rule")
    title = text("answers.error_title")
    page.validations.append(Validation(cell, "list", f"{PLAN}.ritmes", text("outlook.rhythm")[:32], said, said, title))
    known = ",".join(f"{cell}={literal(code)}" for code in RHYTHMS)
    chosen = f'IF({cell}="",{literal(RHYTHMS[0])},IF(OR({known}),{cell},{NTB}))'
    page.put(row, 3, formula(chosen), style.FORMULA)
    page.put(row, 4, said, f"{style.NOTE}_uitleg")
    page.heights[row] = 18
    page.row += 1
    return absolute(row, 3)


def _first_year(page: Page) -> str:
    """The year from which what is typed holds; realised years, those up to the survey year, keep what they were."""
    row, cell = page.row, address(page.row, 2)
    page.put(row, 1, text("outlook.first_year"), style.LABEL)
    page.put(row, 2, None, style.INPUT, "0")
    page.name_cell(f"{PLAN}.eerste_jaar", row, 2)
    inside = f"{cell}>meta.jaar,INT({cell})={cell}"
    label, said = text("outlook.first_year"), text("outlook.first_year_rule")
    page.validations.append(_number_check(cell, EARLIEST, LAST_YEAR, label, said, whole=True))
    given = f"IF(ISNUMBER({cell}),IF(AND({inside}),{cell},{NTB}),{NTB})"
    page.put(row, 3, formula(f'IF({cell}="",meta.jaar+1,{given})'), style.FORMULA, "0")
    page.put(row, 4, said, f"{style.NOTE}_uitleg")
    page.heights[row] = 18
    page.row += 1
    return absolute(row, 3)


def _inflow(writer: SummaryWriter) -> tuple[int, int]:
    """The persons per group and year, to type; gives the first row and the first column of the groups."""
    page, groups = writer.page, writer.dimensions.group_codes
    page.heading(text("outlook.inflow"), COLUMNS)
    page.paragraph(text("outlook.inflow_intro"), 170, style.NOTE)
    heads = [text("outlook.year"), *(writer.dimensions.label(group) for group in groups), text("outlook.state")]
    page.column_headings(heads)
    first = page.row
    for row in range(first, first + YEARS):
        cells = [address(row, 2 + at) for at in range(len(groups))]
        page.put(row, 1, formula(year_of(row - first)), f"{style.FORMULA}_links", "0")
        for at in range(len(groups)):
            page.put(row, 2 + at, None, style.INPUT, style.INTEGER)
        good = ",".join(f"ISNUMBER({cell}),{cell}>=0" for cell in cells)
        typed = [f'{cell}<>""' for cell in cells]
        typed += [f'{address(row + 1, 2 + len(groups))}<>""'] if row + 1 < first + YEARS else []
        told = f"IF(AND({good}),{literal(text('outlook.fine'))},{literal(text('outlook.fill_in'))})"
        page.put(row, 2 + len(groups), formula(f'IF(OR({",".join(typed)}),{told},"")'), style.FORMULA)
        page.heights[row] = 17
    last = first + YEARS - 1
    for at, group in enumerate(groups):
        page.name_area(f"{PLAN}.instroom.{group}", (first, 2 + at, last, 2 + at))
    area = f"{address(first, 2)}:{address(last, 1 + len(groups))}"
    label = text("outlook.inflow")
    page.validations.append(_number_check(area, 0, MOST_PERSONS, label, text("outlook.persons_rule")))
    state = address(first, 2 + len(groups))
    page.highlights.append(
        Highlight(f"{state}:{address(last, 2 + len(groups))}", f"{state}={literal(text('outlook.fill_in'))}", "let_op")
    )
    page.row = last + 2
    return first, 2


def _per_person(writer: SummaryWriter, used: dict[str, str], steps: Steps) -> dict[str, tuple[str, str]]:
    """Cost, grant and spread per person of each group; gives the addresses of cost, before a change, and grant."""
    page, years = writer.page, writer.dimensions.trajectory_years
    page.heading(text("outlook.per_person"), COLUMNS)
    heads = [text(f"outlook.{head}") for head in ("group", "cost_now", "cost_then", "grant")]
    heads += [text("outlook.share", jaar=year) for year in range(1, years + 1)]
    page.column_headings([*heads, text("outlook.state")])
    found = {}
    for group in writer.dimensions.group_codes:
        row = page.row
        cost, changed, grant, share = (address(row, column) for column in (COST, CHANGED, GRANT, SHARE))
        words = [literal(text(f"outlook.no_{what}")) for what in ("cost", "spread", "grant")]
        fine = literal(text("outlook.fine"))
        paid = f"IF(ISNUMBER({grant}),{fine},{words[2]})"
        state = f"IF(ISNUMBER({changed}),IF(ISNUMBER({share}),{paid},{words[1]}),{words[0]})"
        cells = [
            f'IF({known_name(f"uit.traj.{group}.totaal")}=1,uit.traj.{group}.totaal,"")',
            if_shown(cost, or_not_determinable(f"{cost}*(1+{used[f'prijs.{group}']})"), NTB),
            f"reken.spuk.{group}",
            *steps.shares[group],
            state,
        ]
        formats = [*[style.EURO] * 3, *[style.PERCENT] * years, style.GENERAL]
        writer.figures(writer.dimensions.label(group), cells, fmt=formats)
        looked = address(row, SHARE + years)
        page.highlights.append(Highlight(looked, f"{looked}<>{fine}", "let_op"))
        found[group] = (absolute(row, COST), absolute(row, GRANT))
    return found


def _results(writer: SummaryWriter, steps: Steps, figures: dict[str, tuple[str, str]]) -> None:
    """A line per year, the years in which the municipality gets stuck, and the chart."""
    page = writer.page
    page.heading(text("outlook.results"), COLUMNS)
    lines = range(page.row, page.row + 3)
    page.row += 4
    heads = ("year", "entitled", "settled", "received", "spent", "reserve", "shortfall", "repaid", "state")
    head_row = page.column_headings([text(f"outlook.{head}") for head in heads])
    first, last = page.row, page.row + YEARS - 1
    for at in range(YEARS):
        _result(writer, at, steps, figures)
    page.name_area(f"{PLAN}.uitkomst", (first, 2, last, STATE - 1))
    page.name_area(f"{PLAN}.stand", (first, STATE, last, STATE))
    short, back = text("outlook.is_short"), text("outlook.is_repaid")
    for row, label, word in zip(
        lines, ("short_years", "repaid_years", "unknown_years"), (short, back, ""), strict=True
    ):
        wanted = literal(word) if word else NTB
        years = "&".join(
            f'IF({address(line, STATE)}={wanted},{address(line, 1)}&" ","")' for line in range(first, last + 1)
        )
        page.put(row, 1, text(f"outlook.{label}"), style.LABEL)
        page.put(
            row,
            2,
            formula(f"IF({steps.wanted[0]}=1,{years},{literal(text('outlook.no_inflow'))})"),
            f"{style.FORMULA}_regel",
        )
        page.name_cell(f"{PLAN}.{label}", row, 2)
    area, cell = f"{address(first, STATE)}:{address(last, STATE)}", address(first, STATE)
    for word, look in ((short, "fout"), (back, "let_op")):
        page.highlights.append(Highlight(area, f"{cell}={literal(word)}", look))
    writer.chart_below("outlook_chart", head_row, (first, last), (RECEIVED, SHORTFALL), '"€" #,##0', kind="columns")


def _result(writer: SummaryWriter, at: int, steps: Steps, figures: dict[str, tuple[str, str]]) -> None:
    """A year: received + shortfall = spent + repaid + change of the reserve, to the cent."""
    row = writer.page.row
    entitled, settled, received, spent, reserve, short, repaid = (address(row, column) for column in range(2, 9))
    before, owed = (address(row - 1, column) if at else "0" for column in (RESERVE, SHORTFALL))
    paid = "+".join(f"{steps.paid[group][at]}*{grant}" for group, (_, grant) in figures.items())
    cost = "+".join(f"{steps.falls[group][at]}*{price}" for group, (price, _) in figures.items())
    balance = f"{before}+{received}-{spent}"
    words = [literal(text(f"outlook.is_{state}")) for state in ("short", "repaid", "fits")]
    state = f"IF({short}>{CENT},{words[0]},IF({repaid}>{CENT},{words[1]},{words[2]}))"
    cells = [
        or_not_determinable(f"({paid})*{steps.index_grant[at]}"),
        owed,
        or_not_determinable(f"{entitled}-{settled}"),
        or_not_determinable(f"({cost})*{steps.index_cost[at]}"),
        or_not_determinable(f"MIN(MAX({balance},0),{steps.cap[at]}*MAX({entitled},0))"),
        or_not_determinable(f"MAX(0-({balance}),0)"),
        or_not_determinable(f"MAX({balance},0)-{reserve}"),
        f"IF(AND(ISNUMBER({short}),ISNUMBER({repaid})),{state},{NTB})",
    ]
    shown = [f'IF({steps.wanted[at]}=1,{cell},"")' for cell in cells]
    writer.figures("", shown, fmt=[*[style.EURO] * 7, style.GENERAL])
    label = f'IF({steps.wanted[at]}=1,{year_of(at)},"")'
    writer.page.put(row, 1, formula(label), f"{style.FORMULA}_links", "0")
