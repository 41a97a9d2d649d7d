"""The ids of all questions that the method reads, made from the dimensions of a survey (METHOD section 1).

Whoever looks up an answer takes its id from here, so that one place says what the method knows. A definition may ask
less: what is not asked is not answered, and its results are left out. `method_ids` lists them all.
"""

from __future__ import annotations

from collections.abc import Iterator

from templates.schema import Dimensions
from xl_addin.methods.tables.columns import (
    ANNUAL,
    DIRECT,
    GENERAL,
    GUIDED,
    HIRED,
    INFLOW,
    JOINT_BODY,
    OUTSOURCED,
    STAFF_SIDES,
    TOTAL,
    TRAJECTORY,
    year_class,
)

COMPLETENESS = "alg.volledigheid"
JOINT_WAY, JOINT_SHARE = "gr.wijze", "gr.aandeel"
GRANT = "dek.gf"
COMBINED, TOGETHER = "alg.combinatie_participatiewet", "alg.inkoop_samen"
GENERAL_SHEET = "alg."
ALL_PERSONS = f"vol.{TOTAL}.{GUIDED}"
EDGE_PARTS = (GENERAL, DIRECT, TOTAL)
YOUNG = ("tm21", "tm26")

EFFORT, UNIT, SCALE, PAY = "inzet", "eenheid", "schaal", "loonkosten"
HOURS, TALKS, FEE, GROUP_SIZE, EXTRA = "uren", "gesprekken", "tarief", "groepsgrootte", "bijkomend"
SPLIT_ENTRANCE, SPLIT_GROUP, SPLIT_AMOUNT, SPLIT_SHARE = "ingang", "groep", "bedrag", "aandeel_a"
SPLIT_PARTS = ("deel_a", "deel_b")
SPLIT_CELLS = (SPLIT_ENTRANCE, SPLIT_GROUP, SPLIT_AMOUNT, *SPLIT_PARTS, SPLIT_SHARE)

ITEM_AMOUNTS = (HOURS, FEE, EXTRA)
TASK_AMOUNTS = (HOURS, OUTSOURCED)


def staff(task: str, side: str, cell: str) -> str:
    """A cell on own staff of a task, of the municipality or the joint body."""
    return f"{ANNUAL}.{task}.{side}.{cell}"


def bought(task: str, side: str, kind: str) -> str:
    """Hired staff or outsourced work of a task, by the municipality or the joint body."""
    return f"{ANNUAL}.{task}.{side}.{kind}" if side == JOINT_BODY else f"{ANNUAL}.{task}.{kind}"


def overhead(side: str, cell: str) -> str:
    """How the overhead of a side is counted (`wijze`), or its size (`waarde`)."""
    return f"oh.{side}.{cell}"


def item(group: str, code: str, cell: str) -> str:
    """A cell of a task, leerroute or voorziening of the trajectory."""
    return f"{TRAJECTORY}.{group}.{code}.{cell}"


def spread(group: str, code: str, years: int) -> tuple[str, ...]:
    """The shares of the cost of an item in each year of the trajectory."""
    return tuple(item(group, code, year_class(year)) for year in range(1, years + 1))


def persons(group: str, what: str = GUIDED) -> str:
    """Persons of a group: guided, come in, up to an age."""
    return f"vol.{group}.{what}"


def participants(route: str) -> str:
    """Persons on a learning route."""
    return f"vol.route.{route}"


def edge_total(part: str) -> str:
    """An edge total of the annual cost."""
    return f"{ANNUAL}.rand.{part}"


def split(number: int, cell: str) -> str:
    """A cell of a combined contract."""
    return f"split.{number}.{cell}"


def providers(route: str) -> str:
    """How many providers a learning route has."""
    return f"alg.aanbieders.{route}"


def method_ids(dimensions: Dimensions) -> tuple[str, ...]:
    """Every id that the method reads for a survey with these dimensions, each once."""
    if not dimensions.tasks:
        return tuple(dict.fromkeys(_counted(dimensions)))
    return tuple(
        dict.fromkeys((*_general(dimensions), *_annual(dimensions), *_trajectory(dimensions), *_counted(dimensions)))
    )


def _general(dimensions: Dimensions) -> Iterator[str]:
    yield from (COMPLETENESS, JOINT_WAY, JOINT_SHARE, GRANT, COMBINED, TOGETHER, ALL_PERSONS)
    yield from (overhead(side, cell) for side in STAFF_SIDES for cell in ("wijze", "waarde"))
    yield from (persons(group, what) for group in dimensions.group_codes for what in (GUIDED, INFLOW, *YOUNG))
    for route in dimensions.routes:
        yield from (participants(route.code), providers(route.code))


def _annual(dimensions: Dimensions) -> Iterator[str]:
    for task in dimensions.task_codes:
        for side in STAFF_SIDES:
            yield from (staff(task, side, cell) for cell in (EFFORT, UNIT, SCALE, PAY))
            yield from (bought(task, side, kind) for kind in (HIRED, OUTSOURCED))
    yield from (edge_total(part) for part in EDGE_PARTS)
    yield from (split(number, cell) for number in range(1, dimensions.splits + 1) for cell in SPLIT_CELLS)


def _trajectory(dimensions: Dimensions) -> Iterator[str]:
    for group in dimensions.group_codes:
        for task in dimensions.trajectory_tasks:
            yield from (item(group, task, cell) for cell in (*TASK_AMOUNTS, SCALE))
        yield from (item(group, task, TALKS) for task in dimensions.trajectory_key_tasks)
        for code in (*dimensions.routes_of(group), *dimensions.provisions_of(group)):
            yield from (item(group, code, cell) for cell in (*ITEM_AMOUNTS, SCALE, GROUP_SIZE))
            yield from spread(group, code, dimensions.trajectory_years)


def _counted(dimensions: Dimensions) -> Iterator[str]:
    yield from (tally.question for tally in dimensions.tallies)
    if dimensions.respondents is not None:
        yield dimensions.respondents.question
