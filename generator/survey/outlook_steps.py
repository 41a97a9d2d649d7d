"""The steps under the years of the sheet `Vooruitblik`: rhythm per cohort, persons, indexation and own spread."""

from __future__ import annotations

from dataclasses import dataclass

from generator import style
from generator.ooxml.sheet import address
from generator.survey.formulas import NTB, constant, formula, literal, or_not_determinable
from generator.survey.own_years import COST, FIRST_YEAR, TOLERANCE, spread_rows
from generator.survey.page import absolute
from generator.survey.summary_writer import SummaryWriter
from generator.survey.texts import text

RHYTHMS = ("regeling", "oud", "nieuw")
"""Codes of the rhythms: what each cohort is paid by the scheme, all in the old one, all in the new one."""
COLUMNS, YEARS = 9, 10
WANTED, FIRST_SHARE = 2, 3


@dataclass(frozen=True)
class Steps:
    """Addresses of what the years are computed from.

    shares: per group, formulas of the share of its cost in year 1, 2, ...; paid, falls: per group and year, the
    persons that the grant is paid for and that cost falls on, the latter with what their cost changes by; wanted: per
    year 1 where inflow is given for it or later; cap: per year the most that may be reserved.
    """

    shares: dict[str, list[str]]
    wanted: list[str]
    paid: dict[str, list[str]]
    falls: dict[str, list[str]]
    index_cost: list[str]
    index_grant: list[str]
    cap: list[str]


def outlook_items(writer: SummaryWriter, group: str) -> list[str]:
    """The leerroutes and voorzieningen of a group whose cost is asked by year."""
    items = (*writer.dimensions.routes_of(group), *writer.dimensions.provisions_of(group))
    return [item for item in items if f"traj.{group}.{item}.jaar1" in writer.asked]


def write_steps(
    writer: SummaryWriter, used: dict[str, str], persons: tuple[int, int], spread: dict[str, list[str]]
) -> Steps:
    """All steps, from the present row of the page on.

    used: addresses of the assumptions; persons: first row and column of the typed inflow; spread: addresses at which
    the shares of each group will stand.
    """
    shares = {group: _spread(writer, group) for group in writer.dimensions.group_codes}
    rhythms = _rhythms(writer)
    cohorts = _cohorts(writer, used, rhythms, persons)
    index_cost, index_grant, cap = _rules(writer, used)
    paid, falls = _persons(writer, spread, cohorts, persons)
    wanted = [address(row, WANTED) for row in cohorts]
    return Steps(shares, wanted, paid, falls, index_cost, index_grant, cap)


def year_of(later: int) -> str:
    """The calendar year, counted from the first cohort under the law."""
    return or_not_determinable("par.wet.eerste_cohort" + "+1" * later)


def _spread(writer: SummaryWriter, group: str) -> list[str]:
    """The group's own cost by item and year; gives the shares, absolute."""
    whole = spread_rows(writer, group, outlook_items(writer, group))
    writer.page.row += 1
    total = absolute(whole, COST)
    return [
        f"IF(ISNUMBER({total}),IF({total}>0,{absolute(whole, FIRST_YEAR - 1 + year)}/{total},{NTB}),{NTB})"
        for year in range(1, writer.dimensions.trajectory_years + 1)
    ]


def _rhythms(writer: SummaryWriter) -> dict[str, list[str]]:
    """The old and the new rhythm, normalised; not determinable where their parts miss 1 by more than 0.005."""
    page, years = writer.page, range(1, writer.dimensions.trajectory_years + 1)
    page.heading(text("outlook.rhythms"), COLUMNS)
    page.column_headings([text("outlook.rhythm"), *(text("summary.year", jaar=year) for year in years)])
    first, found = page.row, {}
    for code in RHYTHMS:
        row = page.row
        if code == RHYTHMS[0]:
            page.put(row, 1, code, style.LABEL)
            page.put(row, 2, text("outlook.by_cohort"), f"{style.NOTE}_uitleg")
            page.heights[row] = 17
            page.row += 1
            continue
        names = [f"par.ritme.{code}.jaar{year}" for year in years]
        whole = f"({'+'.join(names)})"
        adds_up = f"AND({','.join(f'ISNUMBER({name})' for name in names)})"
        shares = [
            f"IF({adds_up},IF(ABS({whole}-1)<={constant(TOLERANCE + 1e-12)},{name}/{whole},{NTB}),{NTB})"
            for name in names
        ]
        writer.figures(code, shares, fmt="0.0%")
        found[code] = [absolute(row, 1 + year) for year in years]
    page.name_area("plan.ritmes", (first, 1, page.row - 1, 1))
    page.row += 1
    return found


def _changed(year: str, used: dict[str, str], value: str, before: str) -> str:
    """A value from the first year of what is typed on, and what it is before."""
    return f"IF(ISNUMBER({used['eerste_jaar']}),IF({year}>={used['eerste_jaar']},{value},{before}),{NTB})"


def _cohorts(
    writer: SummaryWriter, used: dict[str, str], rhythms: dict[str, list[str]], persons: tuple[int, int]
) -> range:
    """Per cohort whether its year is shown, the rhythm of its grant and the factor on its cost; gives the rows."""
    chosen, dimensions = used["ritme"], writer.dimensions
    page, years = writer.page, range(1, writer.dimensions.trajectory_years + 1)
    groups = len(writer.dimensions.group_codes)
    page.heading(text("outlook.cohorts"), COLUMNS)
    heads = [text("outlook.year"), text("outlook.wanted"), *(text("outlook.paid_in", jaar=year) for year in years)]
    heads += [text("outlook.cost_factor", groep=dimensions.label(group)) for group in dimensions.group_codes]
    page.column_headings(heads)
    rows = range(page.row, page.row + YEARS)
    first, column = persons
    for at, row in enumerate(rows):
        given = [address(first + at, column + group) for group in range(groups)]
        typed = ",".join(f'{cell}<>""' for cell in given)
        later = f",{address(row + 1, WANTED)}=1" if at + 1 < YEARS else ""
        shares = []
        for old, new in zip(rhythms["oud"], rhythms["nieuw"], strict=True):
            year = address(row, 1)
            turned = f"IF({year}<par.ritme.wissel,{old},{new})"
            scheme = f"IF(AND(ISNUMBER(par.ritme.wissel),ISNUMBER({year})),{turned},{NTB})"
            by_code = f"IF({chosen}={literal('nieuw')},{new},IF({chosen}={literal('regeling')},{scheme},{NTB}))"
            by_choice = f"IF({chosen}={literal('oud')},{old},{by_code})"
            shares.append(_changed(year, used, by_choice, scheme))
        prices = [used[f"prijs.{group}"] for group in dimensions.group_codes]
        factors = [or_not_determinable(_changed(address(row, 1), used, f"1+{price}", "1")) for price in prices]
        formats = ["0", *["0.0%"] * len(years), *["0.00"] * groups]
        writer.figures("", [f"IF(OR({typed}{later}),1,0)", *shares, *factors], fmt=formats)
        page.put(row, 1, formula(address(first + at, 1)), f"{style.FORMULA}_links", "0")
    page.row += 1
    return rows


def _rules(writer: SummaryWriter, used: dict[str, str]) -> tuple[list[str], list[str], list[str]]:
    """Per year the index of cost and that of the grant, each year's rise on the one before and 1 in the base year; and
    the most that may be reserved.
    """
    page = writer.page
    page.heading(text("outlook.indices"), COLUMNS)
    heads = ("year", "power_cost", "power_grant", "factor_cost", "factor_grant", "cap")
    page.column_headings([text(f"outlook.{head}") for head in heads])
    first = page.row
    last = first + YEARS - 1
    for row in range(first, last + 1):
        year = address(row, 1)
        powers, factors = [], []
        for column, name in ((2, "index.kosten"), (3, "index.spuk")):
            rise = _changed(year, used, used[name], f"par.{name}")
            powers.append(or_not_determinable(f"{address(row - 1, column)}*(1+{rise})") if row > first else "1")
            area = f"{absolute(first, column)}:{absolute(last, column)}"
            base = f"INDEX({area},par.index.basisjaar-{absolute(first, 1)}+1)"
            factors.append(or_not_determinable(f"{address(row, column)}/{base}"))
        most = or_not_determinable(f"{_changed(year, used, used['reserve'], 'par.reserve.maximum')}+0")
        writer.figures("", [*powers, *factors, most], fmt="0.0000")
        page.put(row, 1, formula(year_of(row - first)), f"{style.FORMULA}_links", "0")
    page.row += 1
    lines = range(first, last + 1)
    index_cost, index_grant, cap = ([address(row, column) for row in lines] for column in (4, 5, 6))
    return index_cost, index_grant, cap


def _persons(
    writer: SummaryWriter, shares: dict[str, list[str]], cohorts: range, persons: tuple[int, int]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Per group and year: who came in, for how many the grant is paid, and on how many cost falls."""
    page, groups = writer.page, writer.dimensions.group_codes
    page.heading(text("outlook.persons"), COLUMNS)
    heads = [
        text(f"outlook.{head}", groep=writer.dimensions.label(group))
        for group in groups
        for head in ("came_in", "paid_for", "falls_on")
    ]
    page.column_headings([text("outlook.year"), *heads])
    paid: dict[str, list[str]] = {group: [] for group in groups}
    falls: dict[str, list[str]] = {group: [] for group in groups}
    for at in range(YEARS):
        row, cells = page.row, []
        for number, group in enumerate(groups):
            column = 2 + 3 * number
            typed = address(persons[0] + at, persons[1] + number)
            cells.append(f"IF(ISNUMBER({typed}),IF({typed}>=0,{typed},{NTB}),{NTB})")
            before = range(min(at + 1, writer.dimensions.trajectory_years))
            mine = [address(row - back, column) for back in before]
            rhythm = [address(cohorts[at - back], FIRST_SHARE + back) for back in before]
            by_rhythm = "+".join(f"{share}*{people}" for share, people in zip(rhythm, mine, strict=True))
            cells.append(or_not_determinable(by_rhythm if writer.dimensions.routes_of(group) else mine[0]))
            factor = FIRST_SHARE + writer.dimensions.trajectory_years + number
            dearer = [address(cohorts[at - back], factor) for back in before]
            by_cost = [f"{shares[group][back]}*{mine[back]}*{dearer[back]}" for back in before]
            cells.append(or_not_determinable("+".join(by_cost)))
            paid[group].append(address(row, column + 1))
            falls[group].append(address(row, column + 2))
        shown = [f'IF({address(cohorts[at], WANTED)}=1,{cell},"")' for cell in cells]
        writer.figures("", shown, fmt=style.DECIMAL)
        page.put(row, 1, formula(address(cohorts[at], 1)), f"{style.FORMULA}_links", "0")
    return paid, falls
