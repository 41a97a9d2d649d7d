"""The page Ontbrekend: who leaves which sum is told whole, in as many lines as the paper needs."""

from __future__ import annotations

import pandas as pd

from generator.analysis.layout import page_places
from templates import load_survey
from xl_addin.books.missing_page import MORE, PAPER, SHOWN, missing_page
from xl_addin.methods.estimates.missing_view import Left, Missing
from xl_addin.methods.tables.columns import CLASS, COMPONENT, GROUP, MEASURE, MISSING, VALUE

SURVEY = load_survey()
TASKS = SURVEY.dimensions.task_codes
ROOM = page_places(SURVEY)["ontbrekend"].block("wie").rows
FRAME = pd.DataFrame({"naam": ["Klein", "Groot"]}, index=["GM0001", "GM0002"])


def written(left: list[Left]) -> dict[str, list[list[object]]]:
    """The filled lines of every block of the page, by its name."""
    ways = pd.DataFrame(columns=pd.MultiIndex.from_tuples(SHOWN), index=pd.MultiIndex.from_arrays([[], [], []]))
    counts = [("traj", "asiel", "intake"), ("jaar", "", "inkoop")]
    results = pd.DataFrame(
        [{MEASURE: MISSING, GROUP: group, COMPONENT: task, CLASS: "leeg", VALUE: 3.0} for _, group, task in counts]
    )
    blocks = missing_page(Missing((), tuple(left), ways), results, FRAME, SURVEY)
    return {
        one.block.name: [list(row) for row in one.values if any(cell is not None for cell in row)] for one in blocks
    }


def test_a_long_enumeration_goes_on_in_lines_below_and_none_is_wider_than_the_paper() -> None:
    whole = Left("GM0001", "jaar", "", "uitvoering", tuple((task, "leeg") for task in TASKS))
    short = Left("GM0002", "traj", "asiel", "direct", (("intake", "onbekend"),))
    first, *rest = written([whole, short])["ontbrekend.wie"]
    *more, last = rest
    assert first[:4] == ["Klein", "GM0001", "jaar", "uitvoering"]
    assert more
    assert all(line[:4] == [None] * 4 for line in more)
    assert last[:4] == ["Groot", "GM0002", "traj asiel", "direct"]
    told = " ".join(str(line[4]).strip() for line in (first, *more))
    assert told == "leeg: " + ", ".join(SURVEY.dimensions.label(task) for task in TASKS)
    assert max(len(str(line[4])) for line in (first, *more, last)) <= PAPER


def test_what_does_not_fit_the_room_is_counted() -> None:
    everyone = [Left("GM0001", "jaar", "", "direct", (("intake", "leeg"),))] * (ROOM + 5)
    lines = written(everyone)["ontbrekend.wie"]
    assert len(lines) == ROOM
    assert lines[-1][0] == MORE.format(aantal=6)


def test_an_item_of_the_trajectory_has_its_groep_beside_its_name() -> None:
    found = {(line[0], line[1]) for line in written([])["ontbrekend.aantallen"]}
    assert found == {(SURVEY.dimensions.label("intake"), "asiel"), (SURVEY.dimensions.label("inkoop"), None)}
