"""The part of `Samenvatting` that puts a municipality beside comparable ones: published means and bands by class."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from generator import style
from generator.ooxml.sheet import address
from generator.survey.formulas import BLANK, constant, literal, or_not_determinable, shown_name, words
from generator.survey.summary_writer import GUIDED, INHABITANTS, SummaryWriter, by_task, not_filled
from generator.survey.texts import text

PER_INHABITANTS = 10_000
ENDS = ("laag", "gemiddeld", "hoog")
FACTORS = ("inwoners", "relatief", "totaal")
"""By inhabitants, by guided per 10,000 inhabitants, and all municipalities of the published study together."""


@dataclass(frozen=True)
class Measure:
    """What is compared: its code in the parameters, the municipality's own figure and how it is shown."""

    code: str
    own: str
    format: str


def comparison(writer: SummaryWriter) -> None:
    """A row per measure and class with published figures, and a chart of the cost per inburgeraar."""
    if INHABITANTS not in writer.asked:
        return
    relative = writer.per(f"{constant(PER_INHABITANTS)}*MAX({GUIDED},0)", writer.answer(INHABITANTS))
    known = writer.read.answered(INHABITANTS)
    own_of = {
        "inwoners": f"IF({known},{writer.answer(INHABITANTS)},{BLANK})",
        "relatief": f"IF(AND({known},reken.begeleid.bekend=1),{relative},{BLANK})",
    }
    whole, lower = "uit.jaar.totaal", f"IF(uit.jaar.totaal=0,{not_filled()},{BLANK})"
    each = f"IF(bekend.jaar.totaal=1,{writer.per_inhabitant(whole)},{lower})"
    measures = [
        Measure("per_inburgeraar", shown_name("uit.jaar.per_inburgeraar"), style.EURO),
        Measure("per_inwoner", each, style.EURO_CENT),
        Measure("begeleid_per_10000", f"IF(reken.begeleid.bekend=1,{relative},{not_filled()})", style.DECIMAL),
        *(
            Measure(f"traj.{group}.{part}", by_task(shown_name(f"uit.traj.{group}.{part}")), style.EURO)
            for group in writer.dimensions.trajectory_groups
            for part in ("direct", "leerroutes")
        ),
    ]
    rows = [(measure, factor) for measure in measures for factor in FACTORS if _published(writer, factor, measure)]
    if not rows:
        return
    heads = ("measure", "class", "own", "lowest", "mean", "highest", "against_mean")
    titles = [text(f"summary.{head}") for head in heads]
    head_row = writer.table(text("summary.comparison"), titles, text("summary.comparison_intro"))
    for measure, factor in rows:
        _row(writer, measure, factor, own_of.get(factor, ""))
    writer.mark_missing(head_row + 1, writer.page.row - 1, 3)
    charted = sum(measure == measures[0] for measure, _ in rows)
    if charted:
        writer.chart_below(
            "comparison_chart", head_row, (head_row + 1, head_row + charted), (3, 6), "#,##0", kind="bars"
        )
    writer.page.row += 1


def _published(writer: SummaryWriter, factor: str, measure: Measure) -> bool:
    """Whether a mean was published for this factor and measure."""
    stem = f"vergelijk.{factor}.{measure.code}."
    return any(code.startswith(stem) and code.endswith(".gemiddeld") for code in writer.parameters)


def _row(writer: SummaryWriter, measure: Measure, factor: str, value: str) -> None:
    row = writer.page.row
    own, mean = address(row, 3), address(row, 5)
    bounds = _bounds(writer, factor)
    cells = [
        _class_label(value, bounds),
        measure.own,
        *(_of_class(writer, f"vergelijk.{factor}.{measure.code}", end, value, bounds) for end in ENDS),
        f'IF(AND(ISNUMBER({own}),ISNUMBER({mean})),{or_not_determinable(f"{own}/{mean}-1")},"")',
    ]
    shown = [style.GENERAL, *[measure.format] * 4, "+0%;-0%;0%"]
    where = text(f"summary.class_{factor}")
    writer.figures(f"{_named(writer, measure)}, {where}", cells, fmt=shown)
    writer.in_words(row)


def _named(writer: SummaryWriter, measure: Measure) -> str:
    """The measure in words; one over the trajectory names its group."""
    *trajectory, part = measure.code.split(".")
    if not trajectory:
        return text(f"summary.measure_{part}")
    return text(f"summary.measure_{part}", groep=writer.dimensions.label(trajectory[-1]))


def _bounds(writer: SummaryWriter, factor: str) -> list[str]:
    stem = f"klasse.{factor}.grens."
    return sorted(f"par.{code}" for code in writer.parameters if code.startswith(stem))


def _by_class(value: str, bounds: Sequence[str], outcomes: Sequence[str]) -> str:
    """The outcome of the class that the value falls in: below a bound, for the last up to it too. No value: blank."""
    chosen = outcomes[-1]
    for at in reversed(range(len(bounds))):
        holds = "<=" if at == len(bounds) - 1 else "<"
        chosen = f"IF({value}{holds}{bounds[at]},{outcomes[at]},{chosen})"
    return f"IF(ISNUMBER({value}),{chosen},{BLANK})"


def _class_label(value: str, bounds: Sequence[str]) -> str:
    """The class in words, thousands as a word: a formula cannot set separators that are right everywhere."""
    if not bounds:
        return literal(text("summary.class_all"))
    below, above = text("summary.class_below"), text("summary.class_above")
    shown = [f"=IF({bounds[0]}<1000,{bound},{bound}/1000)" for bound in bounds]
    unit = f'=IF({bounds[0]}<1000,"",{literal(text("summary.class_thousand"))})'
    labels = [words(below, shown[0], unit)]
    labels += [words(low, text("summary.class_to"), high, unit) for low, high in itertools.pairwise(shown)]
    labels.append(words(above, shown[-1], unit))
    return _by_class(value, bounds, labels)


def _of_class(writer: SummaryWriter, stem: str, end: str, value: str, bounds: Sequence[str]) -> str:
    if not bounds:
        return writer.parameter(f"{stem}.{end}")
    codes = [f"{stem}.{number}.{end}" for number in range(1, len(bounds) + 2)]
    found = [writer.parameter(code) for code in codes]
    return _by_class(value, bounds, found) if all(found) else ""
