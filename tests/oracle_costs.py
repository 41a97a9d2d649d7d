"""What one municipality's answers come to, and what of it is known: the method's section 2 once more.

Written from the definitions and not from the product, of which it imports nothing. It knows the codes of this survey by
heart and is slow on purpose: every function follows one sentence of the method, one municipality at a time. None stands
for "not known" everywhere; nothing unknown ever becomes a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isnan
from typing import NamedTuple

Answer = float | str | None
Parameters = Mapping[str, float | str]
Ranges = Mapping[str, tuple[float, float]]
CostKey = tuple[str, str, str, str]  # ingang, groep, taak, kostensoort

GENERAL = ("inkoop", "administratie", "beleid")
TRAJECTORY = ("intake", "voortgang", "ontzorging", "zelfredzaamheid", "dienstverlening")
DIRECT = (*TRAJECTORY, "inloop")
TASKS = (*GENERAL, *DIRECT)
STEERING = ("intake", "voortgang", "ontzorging", "zelfredzaamheid")
DERIVED = ("intake", "voortgang")
GROUPS = ("asiel", "gezin")
ROUTES = {"asiel": ("b1", "z", "onderwijs"), "gezin": ()}
PROVISIONS = {"asiel": ("mb", "pvt", "map", "tolk", "overig"), "gezin": ("pvt", "map", "tolk", "overig")}
KINDS = ("eigen", "inhuur", "uitbesteding")
ANNUAL_SUMS = {"uitvoering": TASKS, "algemeen": GENERAL, "direct": DIRECT, "regievoering": STEERING}
UNKNOWN = "onbekend"
EDGES = ("algemeen", "direct", "totaal")


# --- answers -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Form:
    """One municipality's answers by question id, with the parameters and the hard range of each question."""

    given: Mapping[str, Answer]
    parameters: Parameters
    ranges: Ranges

    def raw(self, question: str) -> Answer:
        """What stands there; None when nothing does."""
        value = self.given.get(question)
        return None if value == "" or (isinstance(value, float) and isnan(value)) else value

    def number(self, question: str) -> float | None:
        """Only `nvt` (0) and a number answer; outside its hard range is no answer, nor is `onbekend`."""
        value = self.raw(question)
        if value == "nvt":
            return 0.0
        low, high = self.ranges.get(question, (float("-inf"), float("inf")))
        return float(value) if isinstance(value, int | float) and low <= value <= high else None

    def code(self, question: str, allowed: Iterable[str]) -> str | None:
        """The chosen code; None for anything that is not on the list."""
        value = self.raw(question)
        return value if isinstance(value, str) and value in allowed else None

    def parameter(self, code: str) -> float:
        return float(self.parameters[code])

    @property
    def full(self) -> bool:
        return self.raw("alg.volledigheid") != "randtotalen"


# --- items: amount cells and what they come to ---------------------------------------------------------------------


class Cell(NamedTuple):
    """An amount cell: the kind of cost it belongs to, what was written, and its euros (None: not known)."""

    kind: str
    given: Answer
    euro: float | None


class Item(NamedTuple):
    """A task, leerroute or voorziening of one municipality, as its amount cells."""

    cells: tuple[Cell, ...]

    @property
    def state(self) -> str:
        """`leeg`: no amount cell holds anything; `onbekend`: one of them is not known; `bekend` otherwise."""
        if all(cell.given is None for cell in self.cells):
            return "leeg"
        return "onbekend" if any(cell.euro is None for cell in self.cells) else "bekend"

    @property
    def nvt(self) -> bool:
        """Everything that was filled in says `nvt`: known, as nothing."""
        return self.state == "bekend" and all(cell.given in (None, "nvt") for cell in self.cells)

    @property
    def known_part(self) -> float:
        """What its known cells come to, a lower bound."""
        return sum(cell.euro for cell in self.cells if cell.euro is not None)

    @property
    def cost(self) -> float | None:
        return self.known_part if self.state == "bekend" else None

    def kind(self, kind: str) -> float | None:
        """Euros of one kind of cost, unknown where a cell behind it is."""
        euros = [cell.euro for cell in self.cells if cell.kind == kind]
        return None if None in euros else sum(euro for euro in euros if euro is not None)

    def known_kind(self, kind: str) -> float:
        return sum(cell.euro for cell in self.cells if cell.kind == kind and cell.euro is not None)


def amount_cell(form: Form, kind: str, question: str) -> Cell:
    """A cell with euros in it; an empty one counts 0 beside others, and says nothing alone."""
    given = form.raw(question)
    return Cell(kind, given, 0.0 if given is None else form.number(question))


# --- pay, overhead, hours ------------------------------------------------------------------------------------------


def cost_of_pay(form: Form, scale: float | None) -> float | None:
    """A year's pay of one fte with its charges; a scale in between is interpolated; a missing scale is never 0."""
    if scale is None:
        return None
    low = int(scale)
    below, above = (form.parameters.get(f"salaris.schaal.{step}") for step in (low, low + 1))
    if below is None or (scale > low and above is None):
        return None
    salary = float(below) + (scale - low) * (float(above or 0.0) - float(below) if scale > low else 0.0)
    return salary * (1 + form.parameter("ikb")) * (1 + form.parameter("werkgeverslasten"))


def with_overhead(form: Form, side: str, pay: float, fte: float | None) -> float | None:
    """`procent`: of the pay; `euro_per_fte`: needs the fte. Not known where way or value is missing."""
    way = form.code(f"oh.{side}.wijze", ("procent", "euro_per_fte"))
    value = form.number(f"oh.{side}.waarde")
    if way is None or value is None or (way == "euro_per_fte" and fte is None):
        return None
    return pay * (1 + value) if way == "procent" else pay + (fte or 0.0) * value


def fte_of(form: Form, task: str, side: str) -> float | None:
    """`inzet` as fte, hours over the productive hours of a year; 0 needs no unit, more than 0 does."""
    effort = form.number(f"jaar.{task}.{side}.inzet")
    unit = form.code(f"jaar.{task}.{side}.eenheid", ("fte", "uur"))
    if not effort:
        return effort
    return None if unit is None else effort if unit == "fte" else effort / form.parameter("productieve_uren")


def own_staff(form: Form, task: str, side: str) -> list[Cell]:
    """Own staff at one side: effort times pay of its scale, or the actual pay in its place; overhead on top.

    Actual pay needs no unit or scale, but takes the fte for an overhead per fte. `nvt` there is no pay to put in place.
    """
    stem = f"jaar.{task}.{side}"
    effort, pay = form.raw(f"{stem}.inzet"), form.raw(f"{stem}.loonkosten")
    inzet, paid, fte = form.number(f"{stem}.inzet"), form.number(f"{stem}.loonkosten"), fte_of(form, task, side)
    if pay not in (None, "nvt") and paid is not None:
        needed = paid > 0 or bool(inzet)
        priced = with_overhead(form, side, paid, fte) if needed else 0.0
        return [Cell("eigen", pay, priced), Cell("eigen", effort, 0.0 if effort is None or inzet is not None else None)]
    if effort is None:
        cost: float | None = 0.0
    elif not inzet:
        cost = inzet
    else:
        salary = cost_of_pay(form, form.number(f"{stem}.schaal"))
        cost = None if salary is None or fte is None else with_overhead(form, side, fte * salary, fte)
    return [Cell("eigen", effort, cost), Cell("eigen", pay, 0.0 if pay in (None, "nvt") else None)]


def hour_rate(form: Form, scale: float | None) -> float | None:
    """Pay and overhead of an fte over its productive hours, with the GR's overhead where the municipality's is empty.

    Empty is a way and a value that were both not filled in; `onbekend` never falls back on the other side's.
    """
    empty = all(form.raw(f"oh.gemeente.{cell}") is None for cell in ("wijze", "waarde"))
    pay = cost_of_pay(form, scale)
    priced = None if pay is None else with_overhead(form, "gr" if empty else "gemeente", pay, 1.0)
    return None if priced is None else priced / form.parameter("productieve_uren")


# --- the GR and combined contracts ---------------------------------------------------------------------------------


def gr_share(form: Form) -> tuple[bool, float | None]:
    """Whether the GR's cells count, and this municipality's share of them (None: not known).

    `registratie` is already this municipality's part; `sleutel` takes `gr.aandeel`; `nvt` and empty are no GR. A way
    that is `onbekend` or no code leaves the share unknown: its amounts may not vanish.
    """
    way = form.raw("gr.wijze")
    if way in (None, "nvt"):
        return False, 0.0
    if way == "registratie":
        return True, 1.0
    return True, form.number("gr.aandeel") if way == "sleutel" and form.raw("gr.aandeel") is not None else None


def gr_cell(cell: Cell, share: float | None) -> Cell:
    """A GR's amount counts times the share; more than 0 without a share is not known."""
    if not cell.euro:
        return cell
    return cell._replace(euro=None if share is None else cell.euro * share)


def split_cells(form: Form, entrance: str, group: str, item: str) -> list[Cell]:
    """The parts of combined contracts that fall on an item; not known where the amount, a part or the share is lacking.

    In `jaar` any task, and a leerroute or voorziening to show; in `traj` those of the groep.
    """
    everything = {*TASKS, *ROUTES["asiel"], *PROVISIONS["asiel"]}
    places = everything if entrance == "jaar" else {*TASKS, *ROUTES[group], *PROVISIONS[group]}
    cells = []
    for stem in (f"split.{i}" for i in range(1, 6)):
        if form.raw(f"{stem}.ingang") != entrance or (entrance == "traj" and form.raw(f"{stem}.groep") != group):
            continue
        whole, share = form.number(f"{stem}.bedrag"), form.number(f"{stem}.aandeel_a")
        parts = {part: form.code(f"{stem}.{part}", places) for part in ("deel_a", "deel_b")}
        lacking = whole is None or share is None or None in parts.values()
        for part, fraction in (("deel_a", share), ("deel_b", None if share is None else 1 - share)):
            if parts[part] == item:
                euro = None if lacking else (whole or 0.0) * (fraction or 0.0)
                cells.append(Cell("uitbesteding", "split", euro))
    return cells


# --- items of both entrances ---------------------------------------------------------------------------------------


def annual_item(form: Form, task: str) -> Item:
    """Own staff, inhuur and uitbesteding of the municipality, the GR's times its share, and parts of contracts."""
    cells = own_staff(form, task, "gemeente")
    cells += [amount_cell(form, kind, f"jaar.{task}.{kind}") for kind in ("inhuur", "uitbesteding")]
    counts, share = gr_share(form)
    if counts:
        theirs = own_staff(form, task, "gr")
        theirs += [amount_cell(form, kind, f"jaar.{task}.gr.{kind}") for kind in ("inhuur", "uitbesteding")]
        cells += [gr_cell(cell, share) for cell in theirs]
    return Item((*cells, *split_cells(form, "jaar", "", task)))


def task_fte(form: Form, task: str) -> float | None:
    """Own fte of a task, the GR's times the share: needs the effort, not the cost. A task left empty is not known."""
    if annual_item(form, task).state == "leeg":
        return None
    counts, share = gr_share(form)
    total = 0.0
    for side in ("gemeente", "gr") if counts else ("gemeente",):
        stem = f"jaar.{task}.{side}"
        empty = form.raw(f"{stem}.inzet") is None
        paid = form.raw(f"{stem}.loonkosten") not in (None, "nvt", 0.0)
        fte = (None if paid else 0.0) if empty else fte_of(form, task, side)
        if fte is None or (side == "gr" and fte > 0 and share is None):
            return None
        total += fte * (share or 0.0) if side == "gr" else fte
    return total


def all_fte(form: Form, task: str) -> float | None:
    """Own fte and the hired: inhuur over the cost of an own fte. Only of an annual row that is known, with fte."""
    item, own = annual_item(form, task), task_fte(form, task)
    cost, hired = item.kind("eigen"), item.kind("inhuur")
    if item.state != "bekend" or not own or cost is None or hired is None:
        return None
    return own if hired == 0 else None if cost == 0 else own + hired / (cost / own)


def derived_hours(form: Form, group: str, task: str) -> float | None:
    """Hours per inburgeraar out of the annual fte, shared by the talks with each groep.

    Needs a known annual row with fte, the persons, and the talks wherever there are persons; never 0.
    """
    volume, years = ("begeleid", 3) if task == "voortgang" else ("instroom", 1)
    persons = {g: form.number(f"vol.{g}.{volume}") for g in GROUPS}
    talks = {g: form.number(f"traj.{g}.{task}.gesprekken") for g in GROUPS}
    fte, each = all_fte(form, task), talks[group]
    if fte is None or not each or any(n is None or (n > 0 and talks[g] is None) for g, n in persons.items()):
        return None
    everyone = sum((persons[g] or 0.0) * (talks[g] or 0.0) for g in GROUPS)
    return years * form.parameter("productieve_uren") * fte * each / everyone if everyone > 0 else None


def hours_per_person(form: Form, group: str, item: str, derive: bool) -> float | None:
    """As answered; hours that are `onbekend` on purpose are derived where the researchers can."""
    given = form.raw(f"traj.{group}.{item}.uren")
    if derive and given == UNKNOWN and item in DERIVED:
        return derived_hours(form, group, item)
    return None if given is None else form.number(f"traj.{group}.{item}.uren")


def hours_cell(form: Form, group: str, item: str, derive: bool) -> Cell:
    """Hours times the rate; none are needed where there are no hours."""
    given = form.raw(f"traj.{group}.{item}.uren")
    hours = 0.0 if given is None else hours_per_person(form, group, item, derive)
    if not hours:
        return Cell("eigen", given, hours)
    rate = hour_rate(form, form.number(f"traj.{group}.{item}.schaal"))
    return Cell("eigen", given, None if rate is None else hours * rate)


def trajectory_item(form: Form, group: str, item: str, derive: bool) -> Item:
    """A direct task: hours and uitbesteding. A leerroute or voorziening: hours, tarief over the group, bijkomend."""
    stem = f"traj.{group}.{item}"
    cells = [hours_cell(form, group, item, derive)]
    if item in TASKS:
        cells.append(amount_cell(form, "uitbesteding", f"{stem}.uitbesteding"))
    else:
        tariff = amount_cell(form, "tarief", f"{stem}.tarief")
        size = 1.0 if form.raw(f"{stem}.groepsgrootte") is None else form.number(f"{stem}.groepsgrootte")
        if tariff.euro:
            tariff = tariff._replace(euro=None if size is None else tariff.euro / max(size, 1.0))
        cells += [tariff, amount_cell(form, "bijkomend", f"{stem}.bijkomend")]
    return Item((*cells, *split_cells(form, "traj", group, item)))


# --- one municipality ----------------------------------------------------------------------------------------------


class Sum(NamedTuple):
    """A sum of items: what the known ones come to, and whether that is all."""

    known_part: float
    known: bool

    @property
    def cost(self) -> float | None:
        return self.known_part if self.known else None


@dataclass(frozen=True)
class Municipality:
    """One respondent: every item of both entrances by its state."""

    form: Form
    annual: Mapping[str, Item]
    trajectory: Mapping[tuple[str, str], Item]

    @property
    def persons(self) -> float | None:
        """Guided inburgeraars: both groepen, or the total of who cannot split; one groep alone is not everyone."""
        groups = [self.persons_of(group) for group in GROUPS]
        if None in groups:
            return self.form.number("vol.totaal.begeleid") if self.form.raw("vol.totaal.begeleid") is not None else None
        return sum(n for n in groups if n is not None)

    def persons_of(self, group: str) -> float | None:
        return self.form.number(f"vol.{group}.begeleid")

    def annual_sum(self, part: str) -> Sum:
        """A sum is known when every item in it is; edge totals are one figure for `uitvoering` and nothing else."""
        if not self.form.full:
            return edge_total(self.form) if part == "uitvoering" else Sum(0.0, known=False)
        return sum_of(self.annual[task] for task in ANNUAL_SUMS.get(part, (part,)))

    def trajectory_sum(self, group: str, part: str, mix: Mapping[str, float]) -> Sum:
        """Euro per inburgeraar of an item or a sum; `mix`: the weight of each leerroute."""
        if part in ("totaal", "alles"):
            names = ("leerroutes", "voorzieningen", *(("direct",) if part == "alles" else ()))
            found = [self.trajectory_sum(group, name, mix) for name in names]
            return Sum(sum(one.known_part for one in found), all(one.known for one in found))
        if part == "leerroutes":
            return self.routes(group, mix)
        items = {"direct": TRAJECTORY, "voorzieningen": PROVISIONS[group]}.get(part, (part,))
        return sum_of(self.trajectory[group, item] for item in items)

    def priced(self, group: str) -> dict[str, Item]:
        """Routes with a price: known, and not all `nvt`."""
        items = {route: self.trajectory[group, route] for route in ROUTES[group]}
        return {route: item for route, item in items.items() if item.state == "bekend" and not item.nvt}

    def routes(self, group: str, mix: Mapping[str, float]) -> Sum:
        """Mean of the priced routes, weights rescaled to them; known when one has a price and none is `onbekend`.

        A route that is leeg or all `nvt` has no price; a groep without routes has 0, known.
        """
        if not ROUTES[group]:
            return Sum(0.0, known=True)
        items = {route: self.trajectory[group, route] for route in ROUTES[group]}
        priced = self.priced(group)
        whole = sum(mix[route] for route in priced)
        mean = sum(mix[route] * item.known_part for route, item in priced.items()) / whole if whole else 0.0
        return Sum(mean, bool(whole) and all(item.state != "onbekend" for item in items.values()))


def sum_of(items: Iterable[Item]) -> Sum:
    found = list(items)
    return Sum(sum(item.known_part for item in found), all(item.state == "bekend" for item in found))


def edge_total(form: Form) -> Sum:
    """`rand.totaal`, else algemeen + direct where both are answered."""
    found = {
        part: None if form.raw(f"jaar.rand.{part}") is None else form.number(f"jaar.rand.{part}") for part in EDGES
    }
    if found["totaal"] is not None:
        return Sum(found["totaal"], known=True)
    parts = [found[part] for part in ("algemeen", "direct")]
    return Sum(sum(euro for euro in parts if euro is not None), None not in parts)


def municipality(given: Mapping[str, Answer], parameters: Parameters, ranges: Ranges, derive: bool) -> Municipality:
    """All items of one respondent; `derive`: the researchers' hours, which the workbook itself does not make.

    Of who gives edge totals only those count: whatever else stands in its cells, its items are `leeg`.
    """
    form, nothing = Form(given, parameters, ranges), Item(())
    items = {group: (*TRAJECTORY, *ROUTES[group], *PROVISIONS[group]) for group in GROUPS}
    return Municipality(
        form,
        {task: annual_item(form, task) if form.full else nothing for task in TASKS},
        {
            (g, item): trajectory_item(form, g, item, derive) if form.full else nothing
            for g in GROUPS
            for item in items[g]
        },
    )


def cost_rows(place: Municipality) -> dict[CostKey, float | None]:
    """The rows of kosten.csv: no row for an item left empty, no euro for a kind that is not known."""
    form = place.form
    rows: dict[CostKey, float | None] = {}
    if not form.full:
        found = {part: form.number(f"jaar.rand.{part}") for part in EDGES if form.raw(f"jaar.rand.{part}") is not None}
        return {("jaar", "", part, "totaal"): euro for part, euro in found.items()}
    for task, item in place.annual.items():
        if item.state != "leeg":
            rows |= {("jaar", "", task, kind): item.kind(kind) for kind in KINDS}
    for shown in (*ROUTES["asiel"], *PROVISIONS["asiel"]):
        parts = Item(tuple(split_cells(form, "jaar", "", shown)))
        if parts.cells:
            rows["jaar", "", shown, "uitbesteding"] = parts.kind("uitbesteding")
    for (group, name), item in place.trajectory.items():
        if item.state != "leeg" and name in TASKS:
            rows |= {("traj", group, name, kind): item.kind(kind) for kind in ("eigen", "uitbesteding")}
        elif item.state != "leeg":
            rows["traj", group, name, "totaal"] = item.cost
    return rows


# --- the municipality's own picture --------------------------------------------------------------------------------


def own_mix(place: Municipality) -> dict[str, float]:
    """The municipality's own distribution over the routes with a price; the national one where it has nobody there."""
    own = {route: place.form.number(f"vol.route.{route}") or 0.0 for route in ROUTES["asiel"]}
    if any(own[route] for route in place.priced("asiel")):
        return own
    return {route: place.form.parameter(f"route.aandeel.{route}") for route in own}


def own_figures(place: Municipality) -> dict[str, Sum]:
    """What the workbook names `uit.` (the known part) and `bekend.` (whether that is all), by the suffix of both."""
    form = place.form
    found = {
        **{f"jaar.{task}": sum_of([item]) for task, item in place.annual.items()},
        **{f"traj.{group}.{name}": sum_of([item]) for (group, name), item in place.trajectory.items()},
    }
    for part in EDGES:
        whole = place.annual_sum("uitvoering" if part == "totaal" else part)
        edge = form.number(f"jaar.rand.{part}") if form.raw(f"jaar.rand.{part}") is not None else None
        is_part = not form.full and part != "totaal"
        found[f"jaar.{part}"] = Sum(edge or 0.0, edge is not None) if is_part else whole
    for group in GROUPS:
        for part in ("direct", "leerroutes", "voorzieningen", "totaal"):
            found[f"traj.{group}.{part}"] = place.trajectory_sum(group, part, own_mix(place))
    return found


def own_kinds(place: Municipality) -> dict[str, float]:
    """The known part of each kind of cost of each task."""
    tasks = place.annual.items()
    return {f"jaar.{task}.{kind}": item.known_kind(kind) for task, item in tasks for kind in KINDS}
