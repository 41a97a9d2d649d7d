"""What the country comes to: the method's sections 4, 6, 7 and 8 once more, from frame and answers to result rows.

An outside judge of `xl_addin.methods`, written from the method and not from the product, of which it imports nothing:
plain loops over dictionaries, one paragraph of the method per function. Section 2 stands in `oracle_costs`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, isnan
from typing import NamedTuple

from tests.oracle_costs import (
    ANNUAL_SUMS,
    GROUPS,
    KINDS,
    PROVISIONS,
    ROUTES,
    STEERING,
    TASKS,
    TRAJECTORY,
    UNKNOWN,
    Answer,
    Form,
    Item,
    Municipality,
    Parameters,
    Ranges,
    hours_per_person,
    municipality,
    task_fte,
)

Place = Mapping[str, float | str | None]
Frame = Mapping[str, Place]
Answers = Mapping[str, Mapping[str, Answer]]
ResultKey = tuple[str, str, str, str, str, str]  # maat, onderdeel, groep, indeling, klasse, weging
Units = Mapping[str, tuple[float, float]]  # code -> (sum above the line, sum below it)

FACTORS = ("inwoners", "stedelijkheid", "gevestigd")
DIVISIONS = (*FACTORS, "relatief")
SIZE_CLASSES = ("<30", "30-80", "80-250", ">250")
LEVELS = ("laag", "gemiddeld", "hoog")
DESIGN = ("ontwerp", "macro_ontwerp")  # beside the report, so without its band
OUTPUTS = ("uitvoering", "algemeen", "direct", "regievoering")


@dataclass(frozen=True)
class Figure:
    """One row of the results: what the product prints in these columns."""

    value: float | None
    low: float | None = None
    high: float | None = None
    least: float | None = None
    most: float | None = None
    n: int | None = None
    estimated: int = 0


# --- section 4: classes --------------------------------------------------------------------------------------------


def figure(row: Mapping[str, float | str | None], column: str) -> float | None:
    value = row.get(column)
    return None if value is None or isinstance(value, str) or isnan(value) else float(value)


def guided(row: Mapping[str, float | str | None]) -> float:
    return sum(figure(row, f"{group}_begeleid") or 0.0 for group in GROUPS)


def by_rank(values: Mapping[str, float], counts: tuple[float, float, float]) -> dict[str, str]:
    """Classes by rank in the published proportions; equal values all take the lowest rank among them."""
    classes = {}
    for code, value in values.items():
        rank = 1 + sum(other < value for other in values.values())
        if rank * sum(counts) <= counts[0] * len(values):
            classes[code] = "laag"
        elif rank * sum(counts) <= (counts[0] + counts[1]) * len(values):
            classes[code] = "gemiddeld"
        else:
            classes[code] = "hoog"
    return classes


def classes(frame: Frame, parameters: Parameters) -> dict[str, dict[str, str]]:
    """Per indeling the class of each municipality of the frame."""
    found: dict[str, dict[str, str]] = {name: {} for name in DIVISIONS}
    per_10000: dict[str, float] = {}
    density: dict[str, float] = {}
    edges = [float(parameters[f"klasse.inwoners.grens.{i}"]) for i in (1, 2, 3)]
    low, high = (float(parameters[f"klasse.relatief.grens.{i}"]) for i in (1, 2))
    for code, row in frame.items():
        people, oad, settled = figure(row, "inwoners"), figure(row, "oad"), figure(row, "gevestigd")
        if oad is not None:
            density[code] = oad
        if people is None:
            continue
        if settled is not None:
            per_10000[code] = settled / people
        size = 0 if people < edges[0] else 1 if people < edges[1] else 2 if people <= edges[2] else 3
        found["inwoners"][code] = SIZE_CLASSES[size]
        if figure(row, "asiel_begeleid") is not None or figure(row, "gezin_begeleid") is not None:
            scaled = guided(row) * 10000
            levels = ((scaled < low * people, "laag"), (scaled <= high * people, "gemiddeld"), (True, "hoog"))
            found["relatief"][code] = next(level for holds, level in levels if holds)
    for name, values in (("stedelijkheid", density), ("gevestigd", per_10000)):
        counts = tuple(float(parameters[f"klasse.{name}.aantal.{level}"]) for level in LEVELS)
        found[name] = by_rank(values, counts)  # type: ignore[arg-type]
    for code, row in frame.items():
        if row.get("stedelijkheid") in LEVELS:
            found["stedelijkheid"][code] = str(row["stedelijkheid"])
        for name in found:
            found[name].setdefault(code, UNKNOWN)
    return found


# --- section 6: weights --------------------------------------------------------------------------------------------


def ordered(factor: str) -> tuple[str, ...]:
    return SIZE_CLASSES if factor == "inwoners" else LEVELS


def merged(factor: str, present: set[str]) -> dict[str, str]:
    """For each class the class that stands for it: itself, else the nearest lower with respondents, else upper."""
    filled = [name for name in ordered(factor) if name in present]
    stands: dict[str, str] = {}
    for i, name in enumerate(ordered(factor)):
        lower = [other for other in ordered(factor)[: i + 1] if other in filled]
        stands |= {name: lower[-1] if lower else filled[0]} if filled else {}
    return stands


def expansion(
    sizes: Mapping[str, float], cls: Mapping[str, str], factor: str, count: Mapping[str, float]
) -> dict[str, float] | None:
    """One-way weights: the sizes of the respondents add up to the counts of the country, per class.

    Class `onbekend` has no figure of its own: its count is valued at the mean of all respondents, so it is spread over
    all of them. None without a respondent in a known class.
    """
    stands = merged(factor, {cls[code] for code in sizes} - {UNKNOWN})
    if not stands:
        return None
    whole: dict[str, float] = {}
    taken: dict[str, float] = {}
    for code, size in count.items():
        stand = stands.get(cls[code], UNKNOWN)
        whole[stand] = whole.get(stand, 0.0) + size
    for code, size in sizes.items():
        taken[cls[code]] = taken.get(cls[code], 0.0) + size
    everyone = whole.get(UNKNOWN, 0.0) / sum(sizes.values())
    return {c: everyone + (0.0 if cls[c] == UNKNOWN else whole.get(cls[c], 0.0) / taken[cls[c]]) for c in sizes}


def raked(
    sizes: Mapping[str, float], found: Mapping[str, Mapping[str, str]], people: Mapping[str, float]
) -> dict[str, float]:
    """Weights that meet the three factors at once, each in turn until all fit; empty where they cannot, or not said.

    A class `onbekend` of the frame is spread over the others in proportion; of a respondent the method says nothing.
    """
    if any(found[factor][code] == UNKNOWN for factor in FACTORS for code in sizes):
        return {}
    weight = dict.fromkeys(sizes, 1.0)
    for _ in range(5000):
        gap = 0.0
        for factor in FACTORS:
            stands = merged(factor, {found[factor][code] for code in sizes})
            for name in set(stands.values()):
                count = sum(size for c, size in people.items() if stands.get(found[factor][c]) == name)
                known = sum(size for c, size in people.items() if found[factor][c] != UNKNOWN)
                inside = [code for code in sizes if found[factor][code] == name]
                change = count / known * sum(people.values()) / sum(weight[c] * sizes[c] for c in inside)
                gap = max(gap, abs(change - 1))
                weight |= {code: weight[code] * change for code in inside}
        if gap < 1e-12:
            return weight
    return {}


def weights(land: Country) -> dict[tuple[str, str], float]:
    """The post_* and raking rows of gewichten.csv, on who enters `uitvoering`: N_c / sum of n_i in c."""
    units, people = annual_taking(land, "uitvoering").units, land.people()
    rows = {}
    for factor in FACTORS:
        cls = land.classes[factor]
        stands = merged(factor, {cls[code] for code in units} - {UNKNOWN})
        for code in units:
            if cls[code] == UNKNOWN:
                continue
            count = sum(size for c, size in people.items() if stands.get(cls[c]) == cls[code])
            rows[code, f"post_{factor}"] = count / sum(n for c, (_, n) in units.items() if cls[c] == cls[code])
    sizes = {code: n for code, (_, n) in units.items()}
    return rows | {(code, "raking"): weight for code, weight in raked(sizes, land.classes, people).items()}


def totals(
    units: Units, cls: Mapping[str, str], factor: str, people: Mapping[str, float], base: Mapping[str, float]
) -> dict[str, float] | None:
    """Class mean times the national count per class, every unit times its base weight. None without known classes."""
    stands = merged(factor, {cls[code] for code in units} - {UNKNOWN})
    if not stands:
        return None
    found = {}
    for name in (*ordered(factor), UNKNOWN):
        if name not in {cls[code] for code in people}:
            continue
        count = sum(size for code, size in people.items() if cls[code] == name)
        members = [code for code in units if name == UNKNOWN or cls[code] == stands[name]]
        above, below = (sum(base[c] * units[c][side] for c in members) for side in (0, 1))
        found[name] = count * above / below
    return found


# --- section 2: three ways with what is missing --------------------------------------------------------------------


@dataclass(frozen=True)
class Country:
    """Frame, parameters and respondents, with the class and the inburgeraars of every municipality of the frame."""

    frame: Frame
    parameters: Parameters
    places: Mapping[str, Municipality]
    classes: Mapping[str, Mapping[str, str]]

    def people(self, group: str = "") -> dict[str, float]:
        """N: guided inburgeraars of the frame, of one groep or of both."""
        if not group:
            return {code: guided(row) for code, row in self.frame.items()}
        return {code: figure(row, f"{group}_begeleid") or 0.0 for code, row in self.frame.items()}

    def size(self, code: str, group: str = "") -> float | None:
        """The inburgeraars that a respondent counts for: as reported, or under `noemer` = `kader` as in the frame."""
        if self.parameters.get("noemer") == "kader":
            return self.people(group)[code]
        place = self.places[code]
        return place.persons_of(group) if group else place.persons

    def mix(self) -> dict[str, float]:
        """The national route distribution, for every national and class figure."""
        return {route: float(self.parameters[f"route.aandeel.{route}"]) for route in ROUTES["asiel"]}


def country(frame: Frame, answers: Answers, parameters: Parameters, ranges: Ranges) -> Country:
    places = {code: municipality(given, parameters, ranges, derive=True) for code, given in answers.items()}
    return Country(frame, parameters, places, classes(frame, parameters))


class Entry(NamedTuple):
    """What a respondent brings to a result, and whether a part of it is estimated."""

    cost: float
    estimated: bool = False


def items_of(place: Municipality, group: str, names: Iterable[str]) -> dict[str, Item]:
    return {name: place.trajectory[group, name] if group else place.annual[name] for name in names}


def donors(land: Country, group: str, name: str) -> dict[str, tuple[float, float]]:
    """Who knows an item: its cost, in traj for all of the groep, and the inburgeraars."""
    found = {}
    for code, place in land.places.items():
        cost, n = items_of(place, group, [name])[name].cost, land.size(code, group)
        if place.form.full and cost is not None and n is not None and n > 0:
            found[code] = (cost * n if group else cost, n)
    return found


def estimate(land: Country, code: str, group: str, name: str) -> float | None:
    """Sum of cost over sum of inburgeraars of who knows the item in the same class of inhabitants, times the own.

    Of all who know it where fewer than two do in the class; never less than the known part.
    """
    n = land.size(code, group)
    know = donors(land, group, name)
    cls = land.classes["inwoners"]
    near = {c: unit for c, unit in know.items() if cls[c] == cls[code] != UNKNOWN}
    units = list((near if len(near) >= 2 else know).values())
    if not units or n is None or not n > 0:
        return None
    mean = sum(cost for cost, _ in units) / sum(size for _, size in units)
    known_part = items_of(land.places[code], group, [name])[name].known_part
    return max(mean if group else mean * n, known_part)


def filled(land: Country, code: str, group: str, items: Mapping[str, Item]) -> tuple[dict[str, float], bool] | None:
    """The cost of every item of a sum under the treatment, and whether some are estimated; None: leaves the sum."""
    known = {name: item.known_part for name, item in items.items() if item.state == "bekend"}
    treatment = land.parameters.get("ontbrekend", "weglaten")
    if len(known) == len(items):
        return known, False
    if treatment == "nul":
        return {name: item.known_part for name, item in items.items()}, False
    if treatment == "weglaten" or len(known) < float(land.parameters["ontbrekend.minimum"]) * len(items):
        return None
    made = {name: estimate(land, code, group, name) for name in items if name not in known}
    if None in made.values():
        return None
    return {**known, **{name: euro for name, euro in made.items() if euro is not None}}, True


def entry(land: Country, code: str, group: str, names: Sequence[str]) -> Entry | None:
    found = filled(land, code, group, items_of(land.places[code], group, names))
    return None if found is None else Entry(sum(found[0].values()), found[1])


def annual_entry(land: Country, code: str, part: str) -> Entry | None:
    """A single task only where it is known; a sum under the treatment; edge totals enter `uitvoering` alone."""
    place = land.places[code]
    if not place.form.full or part not in ANNUAL_SUMS:
        cost = place.annual_sum(part).cost
        return None if cost is None else Entry(cost)
    return entry(land, code, "", ANNUAL_SUMS[part])


def routes_entry(land: Country, code: str, group: str) -> Entry | None:
    """Leerroutes: those without a price are left out and the weights rescaled; the others are the items of the sum."""
    if not ROUTES[group]:
        return Entry(0.0)
    items = items_of(land.places[code], group, ROUTES[group])
    asked = {route: item for route, item in items.items() if item.state != "leeg" and not item.nvt}
    if land.parameters.get("ontbrekend") == "nul":
        return Entry(land.places[code].routes(group, land.mix()).known_part)
    found = filled(land, code, group, asked) if asked else None
    if found is None:
        return None
    mix = land.mix()
    whole = sum(mix[route] for route in found[0])
    return Entry(sum(mix[route] * euro for route, euro in found[0].items()) / whole, found[1])


def trajectory_entry(land: Country, code: str, group: str, part: str) -> Entry | None:
    """Euro per inburgeraar of an item that is known, or of a sum under the treatment."""
    place = land.places[code]
    if not place.form.full:
        return None
    if part == "leerroutes":
        return routes_entry(land, code, group)
    if part in ("direct", "voorzieningen"):
        return entry(land, code, group, TRAJECTORY if part == "direct" else PROVISIONS[group])
    item = place.trajectory[group, part]
    return None if item.cost is None or (part in ROUTES[group] and item.nvt) else Entry(item.cost)


@dataclass(frozen=True)
class Taking:
    """Who enters a result, with sum and size, and who of them with an estimated part."""

    units: Units
    estimated: frozenset[str] = frozenset()

    def only(self, codes: Iterable[str]) -> Taking:
        return Taking({code: self.units[code] for code in codes}, self.estimated)


def taking(land: Country, found: Callable[[str], Entry | None], group: str = "") -> Taking:
    """Respondents that bring a cost and have inburgeraars."""
    units, estimated = {}, set()
    for code in land.places:
        brought, n = found(code), land.size(code, group)
        if brought is not None and n is not None and n > 0:
            units[code] = (brought.cost * n if group else brought.cost, n)
            estimated |= {code} if brought.estimated else set()
    return Taking(units, frozenset(estimated))


def annual_taking(land: Country, part: str) -> Taking:
    return taking(land, lambda code: annual_entry(land, code, part))


def trajectory_taking(land: Country, group: str, part: str) -> Taking:
    return taking(land, lambda code: trajectory_entry(land, code, group, part), group)


# --- section 7: estimates ------------------------------------------------------------------------------------------


def divide(above: float, below: float) -> float | None:
    return above / below if below else None


@dataclass(frozen=True)
class Nation:
    """The frame as every estimate sees it: classes, the size of each municipality, and who gave more than totals."""

    classes: Mapping[str, Mapping[str, str]]
    people: Mapping[str, float]
    complete: set[str]

    def reach(self, codes: Iterable[str]) -> dict[tuple[str, str], list[str]]:
        """Who counts in the country and in each class; the classes by guided per 10,000 hold full respondents."""
        cells: dict[tuple[str, str], list[str]] = {}
        for code in codes:
            cells.setdefault(("totaal", ""), []).append(code)
            for name in DIVISIONS:
                if name != "relatief" or code in self.complete:
                    cells.setdefault((name, self.classes[name][code]), []).append(code)
        return cells

    def design(self, codes: Iterable[str]) -> dict[str, float] | None:
        """d_i = N_h / n_h: municipalities of the frame over respondents of the item, by class of inhabitants."""
        cls = self.classes["inwoners"]
        known = {code: 1.0 for code in self.people if cls[code] != UNKNOWN}
        return expansion(dict.fromkeys(codes, 1.0), cls, "inwoners", known)


def nation_of(land: Country, group: str = "") -> Nation:
    return Nation(land.classes, land.people(group), {code for code, place in land.places.items() if place.form.full})


Head = tuple[str, str, str]


def ratio_rows(
    head: Head,
    taken: Taking,
    nation: Nation,
    scale: float = 1.0,
    observed: Mapping[str, float] | None = None,
    sets: Mapping[str, Mapping[str, float] | None] | None = None,
) -> dict[ResultKey, Figure]:
    """Sum over sum in the country and each class, never a mean of means: as they are, and under every weight set.

    The design weights go with every ratio. Extremes are of single municipalities: for the country under each set, for
    a class beside the plain ratio.
    """
    units, rows = taken.units, dict[ResultKey, Figure]()
    single = observed if observed is not None else {code: a / b for code, (a, b) in units.items()}
    seen = nation.reach(single)
    plain = {"ratio": dict.fromkeys(units, 1.0), "ontwerp": nation.design(units) if units else None}
    for name, weight in {**plain, **(sets or {})}.items():
        for place, codes in nation.reach(units).items() if weight is not None else ():
            above, below = (sum((weight or {})[c] * units[c][side] for c in codes) for side in (0, 1))
            value = divide(scale * above, below)
            ends = [scale * single[c] for c in seen.get(place, ())] if name == "ratio" or place[0] == "totaal" else []
            least, most = min(ends, default=None), max(ends, default=None)
            marked = len(taken.estimated & {*codes})
            if value is not None:
                rows[(*head, *place, name)] = Figure(value, None, None, least, most, len(codes), marked)
    return rows


def weighted_rows(
    head: Head, taken: Taking, nation: Nation, observed: Mapping[str, float] | None = None
) -> dict[ResultKey, Figure]:
    """`ratio_rows`, under the three one-way sets too, and their means for the country.

    `macro` is the mean of the three post-stratified means; `macro_ontwerp` the mean over the factors of the sum of
    (design-weighted class mean x N_c), per inburgeraar of the country.
    """
    units = taken.units
    sizes = {code: b for code, (_, b) in units.items()}
    sets = {f"post_{f}": expansion(sizes, nation.classes[f], f, nation.people) for f in FACTORS} if units else {}
    rows = ratio_rows(head, taken, nation, observed=observed, sets=sets)
    whole = (*head, "totaal", "")
    post = [
        row.value for f in FACTORS if (row := rows.get((*whole, f"post_{f}"))) is not None and row.value is not None
    ]
    if len(post) == len(FACTORS):
        rows[(*whole, "macro")] = replace(rows[(*whole, "ratio")], value=sum(post) / len(post))
        euro, people = design_total(taken, nation), sum(nation.people.values())
        if euro is not None and people:
            rows[(*whole, "macro_ontwerp")] = replace(rows[(*whole, "ratio")], value=euro / people)
    return rows


def design_total(taken: Taking, nation: Nation) -> float | None:
    """Mean over the three factors of the sum over classes of the design-weighted class mean x N_c."""
    base = nation.design(taken.units) if taken.units else None
    parts = [totals(taken.units, nation.classes[f], f, nation.people, base) for f in FACTORS] if base else []
    euros = [sum(part.values()) for part in parts if part is not None]
    return sum(euros) / len(euros) if len(euros) == len(FACTORS) else None


def results(land: Country) -> dict[ResultKey, Figure]:
    """The rows of resultaten.csv that the method defines exactly."""
    band = float(land.parameters["band.macro"])
    rows = {**_annual(land, band), **_national(land, band)}
    for group in GROUPS:
        rows.update(_trajectory(land, group))
        rows.update(_spread(land, group))
        rows.update(_means(land, group))
    rows.update(_gf(rows, land))
    rows.update(_spuk(rows, land.parameters))
    return rows | counts(land)


def _annual(land: Country, band: float) -> dict[ResultKey, Figure]:
    rows: dict[ResultKey, Figure] = {}
    nation = nation_of(land)
    for part in (*OUTPUTS, *TASKS):
        rows.update(weighted_rows(("kosten_per_inburgeraar", part, ""), annual_taking(land, part), nation))
    for key, row in list(rows.items()):
        if key[1] == "uitvoering" and key[3] == "totaal" and key[5] not in ("ratio", *DESIGN) and row.value is not None:
            rows[key] = replace(row, low=row.value * (1 - band), high=row.value * (1 + band))
    heads = {code: figure(land.frame[code], "inwoners") or 0.0 for code in land.places}
    brought = {code: found for code in land.places if (found := annual_entry(land, code, "uitvoering")) is not None}
    people = {c: (found.cost, heads[c]) for c, found in brought.items() if heads[c] > 0}
    parts = frozenset(c for c, found in brought.items() if found.estimated)
    taken = annual_taking(land, "uitvoering")
    guided_heads = {c: (n, heads[c]) for c, (_, n) in taken.units.items() if heads[c] > 0}
    rows.update(ratio_rows(("kosten_per_inwoner", "uitvoering", ""), Taking(people, parts), nation))
    rows.update(ratio_rows(("begeleid_per_10000", "", ""), Taking(guided_heads), nation, 10000))
    rows.update(_caseload(land, nation))
    for kind in KINDS:
        rows.update(ratio_rows(("aandeel_kostensoort", kind, ""), _kind(land, kind), nation))
    return rows


def _caseload(land: Country, nation: Nation) -> dict[ResultKey, Figure]:
    """Guided per own fte of regievoering: the ratio, and the unweighted mean over municipalities without a weging.

    It needs the fte of its four tasks and the persons, not what they cost.
    """
    units = {}
    for code, place in land.places.items():
        found, n = [task_fte(place.form, task) for task in STEERING], land.size(code)
        whole = sum(fte for fte in found if fte is not None)
        if place.form.full and None not in found and whole > 0 and n is not None and n > 0:
            units[code] = (n, whole)
    head = ("caseload_per_fte", "regievoering", "")
    rows = ratio_rows(head, Taking(units), nation)
    for place_, codes in nation.reach(units).items():
        mean = sum(units[c][0] / units[c][1] for c in codes) / len(codes)
        rows[(*head, *place_, "")] = replace(rows[(*head, *place_, "ratio")], value=mean)
    return rows


def _means(land: Country, group: str) -> dict[ResultKey, Figure]:
    """Hours and talks per inburgeraar, unweighted over who gives them, in the country and by class."""
    rows: dict[ResultKey, Figure] = {}
    nation = nation_of(land)
    for task in TRAJECTORY:
        forms = {code: place.form for code, place in land.places.items() if place.form.full}
        hours = {code: hours_per_person(form, group, task, derive=True) for code, form in forms.items()}
        asked = {code: form for code, form in forms.items() if form.raw(f"traj.{group}.{task}.gesprekken") is not None}
        talks = {code: form.number(f"traj.{group}.{task}.gesprekken") for code, form in asked.items()}
        for measure, found in (("uren", hours), ("gesprekken", talks)):
            known = {code: value for code, value in found.items() if value is not None}
            for place, codes in nation.reach(known).items():
                each = [known[code] for code in codes]
                middle = sum(each) / len(each)
                rows[measure, task, group, *place, ""] = Figure(middle, None, None, min(each), max(each), len(each))
    return rows


def _kind(land: Country, kind: str) -> Taking:
    """One kind of cost and the whole, over who knows all nine tasks."""
    found = {}
    for code, place in land.places.items():
        total = place.annual_sum("uitvoering").cost
        if place.form.full and total is not None and total > 0:
            found[code] = (sum(item.known_kind(kind) for item in place.annual.values()), total)
    return Taking(found)


def _national(land: Country, band: float) -> dict[ResultKey, Figure]:
    """Class mean x N_c per factor and class, their sum, the mean of the three factors, and its two parts."""
    rows: dict[ResultKey, Figure] = {}
    nation, taken = nation_of(land), annual_taking(land, "uitvoering")
    everyone, marked = len(taken.units), len(taken.estimated)
    euros = []
    for factor in FACTORS:
        cls = land.classes[factor]
        parts = totals(taken.units, cls, factor, nation.people, dict.fromkeys(taken.units, 1.0))
        if parts is None:
            continue
        euros.append(sum(parts.values()))
        head = ("landelijk_totaal", "uitvoering", "", factor)
        rows[(*head, "", f"post_{factor}")] = Figure(euros[-1], n=everyone, estimated=marked)
        for klasse, euro in parts.items():
            inside = {code for code in taken.units if cls[code] == klasse}
            rows[(*head, klasse, f"post_{factor}")] = Figure(
                euro, n=len(inside), estimated=len(inside & taken.estimated)
            )
    if len(euros) < len(FACTORS):
        return rows
    macro = sum(euros) / len(euros)
    rows["landelijk_totaal", "uitvoering", "", "totaal", "", "macro"] = Figure(
        macro, macro * (1 - band), macro * (1 + band), n=everyone, estimated=marked
    )
    for part in ("algemeen", "direct"):
        rows |= _share_of_macro(land, part, macro, band)
    designed = design_total(taken, nation)
    if designed is not None:
        key = ("landelijk_totaal", "uitvoering", "", "totaal", "", "macro_ontwerp")
        rows[key] = Figure(designed, n=everyone, estimated=marked)
    return rows


def _share_of_macro(land: Country, part: str, macro: float, band: float) -> dict[ResultKey, Figure]:
    """Sum of the part over sum of the total, over the full respondents that enter the total; the band goes along."""
    full = [code for code, place in land.places.items() if place.form.full]
    whole = {code: found for code in full if (found := annual_entry(land, code, "uitvoering")) is not None}
    own = {}
    for code in whole:
        items = filled(land, code, "", items_of(land.places[code], "", TASKS))
        own[code] = sum(items[0][task] for task in ANNUAL_SUMS[part]) if items else 0.0
    share = divide(sum(own.values()), sum(found.cost for found in whole.values()))
    if share is None:
        return {}
    euro = share * macro
    figure_ = Figure(
        euro, euro * (1 - band), euro * (1 + band), n=len(whole), estimated=sum(one.estimated for one in whole.values())
    )
    return {("landelijk_totaal", part, "", "totaal", "", "macro"): figure_}


# --- section 7: the trajectory -------------------------------------------------------------------------------------


def quartile(values: list[float], q: float) -> float:
    """QUARTILE.INC: linear between the order statistics at position (n - 1) q."""
    place = (len(values) - 1) * q
    low = int(place)
    high = min(low + 1, len(values) - 1)
    values = sorted(values)
    return values[low] + (place - low) * (values[high] - values[low])


def without_outliers(costs: Mapping[str, float]) -> set[str]:
    """Who lies within the fences, unweighted: [Q1 - 1.5 IQR, Q3 + 1.5 IQR]."""
    values = list(costs.values())
    if not values:
        return set()
    first, third = quartile(values, 0.25), quartile(values, 0.75)
    reach = 1.5 * (third - first)
    return {code for code, cost in costs.items() if first - reach <= cost <= third + reach}


def hundred(value: float, way: str) -> float:
    """The mean on which the band is laid: unrounded, to hundreds with halves up, or up to hundreds."""
    if way == "honderd":
        return floor(value / 100 + 0.5) * 100.0
    return ceil(value / 100) * 100.0 if way == "honderd_omhoog" else value


def _with_band(rows: Mapping[ResultKey, Figure], parameters: Parameters) -> dict[ResultKey, Figure]:
    """The report's band around the figures for the country."""
    width, way = float(parameters["band.traject"]), str(parameters["afronden_voor_band"])
    banded = dict(rows)
    for key, row in rows.items():
        if key[3] == "totaal" and key[5] not in DESIGN and row.value is not None:
            middle = hundred(row.value, way)
            banded[key] = replace(row, low=middle * (1 - width), high=middle * (1 + width))
    return banded


def _trajectory(land: Country, group: str) -> dict[ResultKey, Figure]:
    rows = _direct(land, group)
    nation = nation_of(land, group)
    for part in (*ROUTES[group], "leerroutes", *PROVISIONS[group], "voorzieningen"):
        head = ("traject_kosten", part, group)
        rows.update(weighted_rows(head, trajectory_taking(land, group, part), nation))
    rows.update(_sums(land, group, rows))
    return rows


def _direct(land: Country, group: str) -> dict[ResultKey, Figure]:
    """Direct cost and its tasks over those who know the sum, without the outliers in it; min and max are of all."""
    rows: dict[ResultKey, Figure] = {}
    nation = nation_of(land, group)
    direct = trajectory_taking(land, group, "direct")
    kept = without_outliers({code: cost / n for code, (cost, n) in direct.units.items()})
    parts = {code: filled(land, code, group, items_of(land.places[code], group, TRAJECTORY)) for code in direct.units}
    for part in ("direct", *TRAJECTORY):
        own = {c: sum(found[0][t] for t in TRAJECTORY if part in ("direct", t)) for c, found in parts.items() if found}
        inside = {c: (own[c] * direct.units[c][1], direct.units[c][1]) for c in own if c in kept}
        head = ("traject_kosten", part, group)
        rows.update(_with_band(weighted_rows(head, Taking(inside, direct.estimated), nation, own), land.parameters))
    return rows


def _sums(land: Country, group: str, rows: Mapping[ResultKey, Figure]) -> dict[ResultKey, Figure]:
    """`totaal` = leerroutes + voorzieningen, `alles` = totaal + direct: sums of the parts' estimates, so tables add up.

    n are those who know all parts, min and max over them; the band is that of direct.
    """
    made: dict[ResultKey, Figure] = {}
    nation = nation_of(land, group)
    single = {part: trajectory_taking(land, group, part) for part in ("leerroutes", "voorzieningen", "direct")}
    for name, parts in (
        ("totaal", ("leerroutes", "voorzieningen")),
        ("alles", ("leerroutes", "voorzieningen", "direct")),
    ):
        common = set.intersection(*(set(single[part].units) for part in parts))
        marked = frozenset.union(*(single[part].estimated for part in parts))
        observed = {c: sum(single[p].units[c][0] / single[p].units[c][1] for p in parts) for c in common}
        reach = nation.reach(observed)
        for key in [key for key in rows if key[:3] == ("traject_kosten", parts[0], group)]:
            values = [row.value for part in parts if (row := rows.get(("traject_kosten", part, *key[2:]))) is not None]
            if len(values) < len(parts) or None in values:
                continue
            value = sum(one for one in values if one is not None)
            codes = reach.get((key[3], key[4]), [])
            ends = [observed[code] for code in codes] if key[3] == "totaal" or key[5] == "ratio" else []
            total = Figure(
                value,
                least=min(ends, default=None),
                most=max(ends, default=None),
                n=len(codes),
                estimated=len(marked & {*codes}),
            )
            own = rows.get(("traject_kosten", "direct", *key[2:]))
            if name == "alles" and own is not None:
                total = _beside(total, own)
            made["traject_kosten", name, *key[2:]] = total
    return made


def _beside(total: Figure, direct: Figure) -> Figure:
    """The band of direct cost, laid around the whole."""
    if total.value is None or direct.value is None or direct.low is None or direct.high is None:
        return total
    rest = total.value - direct.value
    return replace(total, low=rest + direct.low, high=rest + direct.high)


def _spread(land: Country, group: str) -> dict[ResultKey, Figure]:
    """Sum of w n cost share over sum of w n cost, over those who gave a spread; macro = mean of the three."""
    rows: dict[ResultKey, Figure] = {}
    nation = nation_of(land, group)
    parts = {**{item: (item,) for item in PROVISIONS[group]}, "voorzieningen": PROVISIONS[group]}
    if ROUTES[group]:
        parts["leerroutes"] = ROUTES[group]
    for part, items in {**parts, "totaal": (*ROUTES[group], *PROVISIONS[group])}.items():
        euros = {c: e for c in land.places if (e := _spread_of(land, c, group, items)) is not None}
        sizes = {c: land.size(c, group) or 0.0 for c in euros}
        sets = {f: expansion(sizes, nation.classes[f], f, nation.people) for f in FACTORS} if euros else {}
        weightings = {"ratio": dict.fromkeys(euros, 1.0), **{f"post_{f}": w for f, w in sets.items() if w is not None}}
        base = nation.design(euros) if euros else None
        weightings |= {"ontwerp": base} if base is not None else {}
        for year in (1, 2, 3):
            shares = {}
            for name, weight in weightings.items():
                above = sum(weight[c] * sizes[c] * e[year] for c, e in euros.items())
                share = divide(above, sum(weight[c] * sizes[c] * e[0] for c, e in euros.items()))
                if share is not None:
                    shares[name] = share
            post = [share for name, share in shares.items() if name.startswith("post_")]
            if len(post) == len(FACTORS):
                shares["macro"] = sum(post) / len(post)
            for name, share in shares.items():
                rows["jaarspreiding", part, group, "totaal", f"jaar{year}", name] = Figure(share, n=len(euros))
    return rows


def _spread_of(land: Country, code: str, group: str, items: tuple[str, ...]) -> list[float] | None:
    """[cost, cost in year 1, 2, 3] of the items with a cost and a spread; routes by the national mix over those."""
    place, n = land.places[code], land.size(code, group)
    if not place.form.full or n is None or not n > 0:
        return None
    given = {}
    for item in items:
        brought, shares = trajectory_entry(land, code, group, item), year_shares(place.form, group, item)
        if brought is not None and shares is not None:
            given[item] = [brought.cost, *(brought.cost * share for share in shares)]
    mix = land.mix()
    whole = sum(mix[item] for item in given if item in mix)
    euros = [0.0, 0.0, 0.0, 0.0]
    for item, amounts in given.items():
        weight = mix[item] / whole if item in mix else 1.0
        euros = [total + weight * part for total, part in zip(euros, amounts, strict=True)]
    return euros if given else None


def year_shares(form: Form, group: str, item: str) -> list[float] | None:
    """The spread of an item over the three years, made to sum to 1; None where it misses 1 by more than 0.005."""
    cells = [f"traj.{group}.{item}.jaar{year}" for year in (1, 2, 3)]
    shares = [0.0 if form.raw(cell) is None else form.number(cell) for cell in cells]
    known = [share for share in shares if share is not None]
    whole = sum(known)
    return [share / whole for share in known] if len(known) == 3 and abs(whole - 1) <= 0.005 + 1e-12 else None


# --- section 2: who knows what -------------------------------------------------------------------------------------


def counts(land: Country) -> dict[ResultKey, Figure]:
    """Respondents per state of every item, and how many know each sum, of those that gave more than edge totals."""
    full = [place for place in land.places.values() if place.form.full]
    keys = [("", task) for task in TASKS]
    keys += [(g, name) for g in GROUPS for name in (*TRAJECTORY, *ROUTES[g], *PROVISIONS[g])]
    rows = {}
    for group, name in keys:
        items = [items_of(place, group, [name])[name] for place in full]
        states = ["nvt" if item.nvt else item.state for item in items]
        for state in ("bekend", "nvt", UNKNOWN, "leeg"):
            rows["ontbrekend", name, group, "totaal", state, ""] = Figure(states.count(state), n=len(full))
    sums = {("", part): [place.annual_sum(part) for place in full] for part in ANNUAL_SUMS}
    for group in GROUPS:
        for part in ("direct", "voorzieningen", *(("leerroutes",) if ROUTES[group] else ())):
            sums[group, part] = [place.trajectory_sum(group, part, land.mix()) for place in full]
    for (group, part), found in sums.items():
        known = sum(one.known for one in found)
        rows["ontbrekend", part, group, "totaal", "bekend", ""] = Figure(known, n=len(full))
    return rows


# --- section 8: funding --------------------------------------------------------------------------------------------


def grants(frame: Frame, parameters: Parameters) -> dict[str, float | None]:
    """GF in euros per municipality: what the frame gives; else the total by the key; None where neither is there."""
    given = {code: figure(row, "gf_euro") for code, row in frame.items()}
    open_places = [code for code, euro in given.items() if euro is None]
    weight = {
        "inwoners": parameters.get("gf.gewicht.inwoners"),
        "migratieachtergrond": parameters.get("gf.gewicht.migratieachtergrond"),
    }
    known = all(figure(frame[code], column) is not None for code in open_places for column in weight)
    if not open_places or not known or None in weight.values():
        return given
    rest = float(parameters["gf.totaal"]) - sum(euro for euro in given.values() if euro is not None)
    for code in open_places:
        share = 0.0
        for column, value in weight.items():
            total = sum(figure(frame[other], column) or 0.0 for other in open_places)
            share += float(value or 0.0) * (figure(frame[code], column) or 0.0) / total
        given[code] = rest * share / sum(float(value or 0.0) for value in weight.values())
    return given


def _gf(rows: Mapping[ResultKey, Figure], land: Country) -> dict[ResultKey, Figure]:
    """GF per inburgeraar by class over the whole frame, and what it leaves after cost; the nation in euros."""
    made: dict[ResultKey, Figure] = {}
    frame, parameters, people = land.frame, land.parameters, land.people()
    euro = grants(frame, parameters)
    for name in DIVISIONS:
        for klasse in set(land.classes[name].values()):
            inside = [c for c in frame if land.classes[name][c] == klasse and euro[c] is not None]
            grant = divide(sum(euro[c] or 0.0 for c in inside), sum(people[c] for c in inside))
            cost = rows.get(("kosten_per_inburgeraar", "uitvoering", "", name, klasse, "ratio"))
            if grant is None:
                continue
            made["gf_per_inburgeraar", "", "", name, klasse, ""] = Figure(grant, n=len(inside))
            if cost is not None and cost.value is not None:
                width = float(parameters["band.macro"])
                low, high = (grant - cost.value * (1 + side * width) for side in (1, -1))
                made["verschil_gf", "", "", name, klasse, ""] = Figure(grant - cost.value, low, high, n=cost.n)
    macro = rows.get(("landelijk_totaal", "uitvoering", "", "totaal", "", "macro"))
    given = [figure(row, "gf_euro") for row in frame.values()]
    whole = float(parameters["gf.totaal"]) if None in given else sum(value or 0.0 for value in given)
    for part, budget in (("", whole), ("structureel", float(parameters["gf.structureel"]))):
        made["gf_per_inburgeraar", part, "", "totaal", "", ""] = Figure(budget, n=len(frame))
        if macro is not None:
            made["verschil_gf", part, "", "totaal", "", ""] = _difference(budget, macro)
    return made


def _difference(budget: float, cost: Figure) -> Figure:
    """Budget - cost; the band turns round."""
    low = None if cost.high is None else budget - cost.high
    high = None if cost.low is None else budget - cost.low
    return Figure(None if cost.value is None else budget - cost.value, low, high, n=cost.n)


def _spuk(rows: Mapping[ResultKey, Figure], parameters: Parameters) -> dict[ResultKey, Figure]:
    """The grant per inburgeraar of each groep, and what it leaves after leerroutes and voorzieningen."""
    made: dict[ResultKey, Figure] = {}
    for group in GROUPS:
        value = float(parameters[f"spuk.{group}"])
        if group == "asiel" and "spuk.asiel.artikel10" in parameters:
            routes = {route: float(parameters[f"route.aandeel.{route}"]) for route in ROUTES["asiel"]}
            budget, k, takers = (
                float(parameters[f"spuk.onderwijsroute.{x}"]) for x in ("macrobudget", "k", "deelnemers")
            )
            on_it = routes["onderwijs"] / sum(routes.values())
            value = float(parameters["spuk.asiel.artikel10"]) + on_it * budget / takers * k
        made["spuk_per_inburgeraar", "", group, "totaal", "", ""] = Figure(value)
        for key, cost in rows.items():
            wanted = "macro" if key[3] == "totaal" else "ratio"
            if key[:3] == ("traject_kosten", "totaal", group) and key[5] == wanted and cost.value is not None:
                made["verschil_spuk", "", group, key[3], key[4], ""] = Figure(value - cost.value, n=cost.n)
    return made
