"""The last block of the sheet `Berekening`: whether each figure is known, and what the other sheets show of it.

METHOD section 2, "What is known". `uit.*` is the known part of a figure; `bekend.*` with the same suffix says whether
that is all of it; `toon.*` is what is shown: the figure, "ten minste" and the known part, or that it is not known yet.
A difference with such a cost is shown as "ten hoogste". One place, so that every sheet says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.ooxml.sheet import address
from generator.survey.calculation_writer import CalculationWriter
from generator.survey.formulas import KNOWN, MISSING, RESULT, SHOWN, STEP, literal, suffix, written
from generator.survey.own_result import COMPLETENESS, own_result_rows
from generator.survey.texts import text


@dataclass(frozen=True)
class Judged:
    """Whether a figure is known, how many of its parts are not and of how many, and what its known part tells.

    nothing: when that part tells nothing, else where it is 0; above: it is the most, not the least, that there can be;
    short: it is shown in a narrow column, with a sign instead of words.
    """

    known: str
    missing: str = "0"
    parts: int = 0
    nothing: str = ""
    above: bool = False
    short: bool = False


def known_figures(writer: CalculationWriter) -> None:
    """A line per task and per figure of the sheet `Eigen uitkomst`."""
    heads = ("is_known", "missing", "parts", "whole_euros", "is_shown")
    writer.block(
        text("calculation.known"),
        [text("common.code"), text("common.label"), *(text(f"calculation.{head}") for head in heads)],
    )
    dimensions = writer.dimensions
    for task in dimensions.task_codes:
        _line(writer, f"{STEP}jaar.{task}", dimensions.label(task), _item(f"jaar.{task}"))
        for kind in dimensions.kind_codes:
            label = f"{dimensions.label(task)} - {dimensions.label(kind)}"
            _line(writer, f"uit.jaar.{task}.{kind}", label, _kind(writer, task, kind))
    judged = _annual(writer)
    for group in dimensions.trajectory_groups:
        judged |= _trajectory(writer, group)
    labels = {row.key: row.label for row in own_result_rows(writer.survey) if row.key != COMPLETENESS}
    for result in dict.fromkeys([*labels, *judged]):
        _line(writer, result, labels.get(result, result), judged[result])


def _line(writer: CalculationWriter, result: str, label: str, one: Judged) -> None:
    row, name = writer.page.row, suffix(result)
    known, whole = address(row, 3), address(row, 6)
    # to the cent first: a sum that misses a whole euro by the noise of binary numbers is that euro in every program
    cents = f"ROUND({result},2)"
    bound = f"0-INT(0-{cents})" if one.above else f"INT({cents})"
    word = "at_most" if one.above else "least_sign" if one.short else "at_least"
    told = f'{literal(text(f"figures.{word}"))}&IF({whole}<0,"-","")&{written(f"ABS({whole})")}'
    nothing = one.nothing or f"{result}=0"
    partly = f"IF({nothing},{literal(text('summary.not_filled'))},{told})"
    expressions = [
        f"IF({one.known},1,0)",
        one.missing,
        str(one.parts),
        bound,
        f"IF({known}=1,{result},{partly})",
    ]
    names = {3: f"{KNOWN}{name}", 7: f"{SHOWN}{name}"}
    names |= {4: f"{MISSING}{name}", 5: f"reken.delen.{name}"} if one.parts else {}
    writer.line(result, label, expressions, names, "General")


def _item(name: str) -> Judged:
    return Judged(f"OR(reken.staat.{name}=1,reken.staat.{name}=2)")


def _kind(writer: CalculationWriter, task: str, kind: str) -> Judged:
    """A kind of cost of a task: known where all cells behind it are, and something of the task is filled in."""
    return Judged(f"AND(reken.staat.jaar.{task}>0,{writer.kind_known[task, kind]}=1)", short=True)


def _not_known(names: Sequence[str]) -> str:
    """How many of these items are not known."""
    return "-".join([str(len(names)), *(f"{KNOWN}{name}" for name in names)])


def _annual(writer: CalculationWriter) -> dict[str, Judged]:
    """The sums of the annual cost: over tasks, or as given by who gives edge totals."""
    dimensions, read = writer.dimensions, writer.read
    found = {}

    def summed(part: str, tasks: Sequence[str], given: str) -> None:
        names = [f"jaar.{task}" for task in tasks]
        missing = f"IF(reken.volledig=1,{_not_known(names)},0)"
        known = f"IF(reken.volledig=1,{MISSING}jaar.{part}=0,{given})"
        found[f"uit.jaar.{part}"] = Judged(known, missing, len(names))

    edges = [f"jaar.rand.{part}" for part in ("algemeen", "direct", "totaal")]
    summed("algemeen", dimensions.general_tasks, read.answered(edges[0]))
    summed("direct", dimensions.direct_tasks, read.answered(edges[1]))
    parts = f"AND({read.answered(edges[0])},{read.answered(edges[1])})"
    summed("totaal", dimensions.task_codes, f"OR({read.answered(edges[2])},{parts})")
    whole = f"{KNOWN}jaar.totaal=1"
    persons = "AND(reken.begeleid.bekend=1,reken.begeleid>0)"
    found["uit.jaar.per_inburgeraar"] = Judged(
        f"AND({whole},{persons})", nothing=f"OR(uit.jaar.totaal=0,NOT({persons}))"
    )
    granted = read.answered("dek.gf")
    found["uit.verschil.gf"] = Judged(
        f"AND({whole},{granted})", nothing=f"OR(uit.jaar.totaal=0,NOT({granted}))", above=True
    )
    return found


def _trajectory(writer: CalculationWriter, group: str) -> dict[str, Judged]:
    """The items of a group, the sums over them, and what is left of the grant."""
    dimensions, stem = writer.dimensions, f"traj.{group}"
    tasks, routes, provisions = (
        [f"{stem}.{code}" for code in codes]
        for codes in (dimensions.trajectory_tasks, dimensions.routes_of(group), dimensions.provisions_of(group))
    )
    found = {f"{RESULT}{name}": _item(name) for name in (*tasks, *routes, *provisions)}
    for part, names in (("direct", tasks), ("voorzieningen", provisions)):
        missing = f"IF(reken.volledig=1,{_not_known(names)},0)" if names else "0"
        known = f"AND(reken.volledig=1,{MISSING}{stem}.{part}=0)" if names else "reken.volledig=1"
        found[f"{RESULT}{stem}.{part}"] = Judged(known, missing, len(names))
    found[f"{RESULT}{stem}.leerroutes"] = _routes(routes, f"{MISSING}{stem}.leerroutes")
    both = f"AND({KNOWN}{stem}.leerroutes=1,{KNOWN}{stem}.voorzieningen=1)"
    sums = (("leerroutes", routes), ("voorzieningen", provisions))
    added = "+".join(f"{MISSING}{stem}.{part}" for part, of in sums if of) or "0"
    found[f"{RESULT}{stem}.totaal"] = Judged(both, added, len(routes) + len(provisions))
    grant = f"ISNUMBER(reken.spuk.{group})"
    found[f"uit.verschil.spuk.{group}"] = Judged(
        f"AND({KNOWN}{stem}.totaal=1,{grant})", nothing=f"OR(uit.{stem}.totaal=0,NOT({grant}))", above=True
    )
    return found


def _routes(routes: Sequence[str], missing: str) -> Judged:
    """The mean of the routes: known where one has a price and none is onbekend; a group without routes has a known 0.

    Not known are the routes that are onbekend, and where none has a price all of them.
    """
    if not routes:
        return Judged("1=1")
    priced = "+".join(f"IF(reken.staat.{name}=2,1,0)" for name in routes)
    unknown = "+".join(f"IF(reken.staat.{name}=3,1,0)" for name in routes)
    return Judged(f"AND(reken.volledig=1,{missing}=0)", f"IF({priced}=0,{len(routes)},{unknown})", len(routes))
