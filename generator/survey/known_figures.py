"""The last block of the sheet `Berekening`: which figures rest on an answer.

A sum counts what is empty as 0, so that a respondent sees a figure from the first answer on. Whether there is such an
answer at all stands here, once for every sheet that shows the figure: a figure without one is not shown as 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.survey.calculation_writer import CalculationWriter
from generator.survey.formulas import answered, any_answered, known_name, literal
from generator.survey.own_result import COMPLETENESS, own_result_rows
from generator.survey.texts import text

GUIDED = "uit.begeleid"
"""Not a figure of its own, but known or not like one."""


def task_name(task: str) -> str:
    """The name under which the annual cost of a task is known; its figures have the kostensoort behind it."""
    return f"uit.jaar.{task}"


def from_contract(entrance: str, group: str, code: str) -> str:
    """Whether a combined contract of which the amount is filled in falls on a task, route or provision."""
    key = literal(f"{entrance}|{group}|{code}")
    return f"COUNTIFS(reken.contract.sleutel,{key},reken.contract.ingevuld,1)>0"


def known_figures(writer: CalculationWriter) -> None:
    """A line per figure of the sheet `Eigen uitkomst` and per task: 1 where something under it is answered, else 0."""
    t = text
    writer.block(t("calculation.known"), [t("common.code"), t("common.label"), t("calculation.value")])
    dimensions = writer.dimensions
    for task in dimensions.task_codes:
        _line(writer, task_name(task), dimensions.label(task), _item(writer, "jaar", "", task))
    _line(writer, GUIDED, t("calculation.guided"), any_answered(_guided(writer)))
    rests_on = _annual(writer)
    for group in dimensions.trajectory_groups:
        rests_on |= _trajectory(writer, group)
    for row in own_result_rows(writer.survey):
        if row.key != COMPLETENESS:
            _line(writer, row.key, row.label, rests_on[row.key])


def _line(writer: CalculationWriter, name: str, label: str, holds: str) -> None:
    writer.figure(label, known_name(name), f"IF({holds},1,0)", "0")


def _guided(writer: CalculationWriter) -> list[str]:
    """The questions on guided inburgeraars, by group and together."""
    questions = [f"vol.{group}.begeleid" for group in (*writer.dimensions.group_codes, "totaal")]
    return [question for question in questions if writer.known(question)]


def _item(writer: CalculationWriter, entrance: str, group: str, code: str) -> str:
    """Whether one cell of a task, route or provision is answered, or a contract falls on it; by task only."""
    stem = ".".join(part for part in (entrance, group, code) if part)
    cells = [one.id for one in writer.asked.values() if one.numeric and one.column and one.item == stem]
    return f"AND(reken.volledig=1,OR({any_answered(cells)},{from_contract(entrance, group, code)}))"


def _any_known(results: Iterable[str]) -> str:
    added = "+".join(known_name(result) for result in results)
    return f"{added}>0" if added else "1=0"


def _annual(writer: CalculationWriter) -> dict[str, str]:
    """The sums of the annual cost: over tasks, or as given by who gives edge totals."""
    dimensions = writer.dimensions
    edges = {part: writer.known(f"jaar.rand.{part}") for part in ("algemeen", "direct", "totaal")}
    parts = (("algemeen", dimensions.general_tasks), ("direct", dimensions.direct_tasks))
    found = {}
    for part, tasks in parts:
        by_task, edge = _any_known(task_name(task) for task in tasks), edges[part]
        given = answered(edge) if edge else "1=0"
        found[f"uit.jaar.{part}"] = f"IF(reken.volledig=1,{by_task},{given})"
    given = any_answered(edge for edge in edges.values() if edge)
    by_task = _any_known(task_name(task) for task in dimensions.task_codes)
    found["uit.jaar.totaal"] = f"IF(reken.volledig=1,{by_task},{given})"
    whole = f"{known_name('uit.jaar.totaal')}=1"
    found["uit.jaar.per_inburgeraar"] = f"AND({whole},{known_name(GUIDED)}=1)"
    grant = writer.known("dek.gf")
    found["uit.verschil.gf"] = f"AND({whole},{answered(grant)})" if grant else "1=0"
    return found


def _trajectory(writer: CalculationWriter, group: str) -> dict[str, str]:
    """The items of a group, the sums over them, and what is left of the grant."""
    dimensions, stem = writer.dimensions, f"uit.traj.{group}"

    def results(codes: Sequence[str]) -> list[str]:
        return [f"{stem}.{code}" for code in codes]

    tasks, routes, provisions = (
        dimensions.trajectory_tasks,
        dimensions.routes_of(group),
        dimensions.provisions_of(group),
    )
    found = {f"{stem}.{code}": _item(writer, "traj", group, code) for code in (*tasks, *routes, *provisions)}
    found[f"{stem}.direct"] = _any_known(results(tasks))
    found[f"{stem}.leerroutes"] = _any_known(results(routes))
    found[f"{stem}.voorzieningen"] = _any_known(results(provisions))
    found[f"{stem}.totaal"] = _any_known(results((*routes, *provisions)))
    found[f"uit.verschil.spuk.{group}"] = f"{known_name(f'{stem}.totaal')}=1"
    return found
