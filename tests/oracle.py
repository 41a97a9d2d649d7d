"""The method once more: plain loops over dictionaries, written from the definitions and not from the product.

An outside judge of `xl_addin.methods`. It imports nothing of the product, knows the codes of this survey by heart and
is slow on purpose: each function follows one paragraph of the method, one municipality at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import ceil, floor, isnan, nan

Answer = float | str | None
Country = Mapping[str, Mapping[str, float | str | None]]
Answers = Mapping[str, Mapping[str, Answer]]
Parameters = Mapping[str, float | str]
CostKey = tuple[str, str, str, str, str]  # code, ingang, groep, taak, kostensoort
ResultKey = tuple[str, str, str, str, str, str]  # maat, onderdeel, groep, indeling, klasse, weging

GENERAL = ("inkoop", "administratie", "beleid")
TRAJECTORY = ("intake", "voortgang", "ontzorging", "zelfredzaamheid", "dienstverlening")
DIRECT = (*TRAJECTORY, "inloop")
TASKS = (*GENERAL, *DIRECT)
STEERING = ("intake", "voortgang", "ontzorging", "zelfredzaamheid")
KEY_TASKS = ("intake", "voortgang")
GROUPS = ("asiel", "gezin")
ROUTES = {"asiel": ("b1", "z", "onderwijs"), "gezin": ()}
PROVISIONS = {"asiel": ("mb", "pvt", "map", "tolk", "overig"), "gezin": ("pvt", "map", "tolk", "overig")}
KINDS = ("eigen", "inhuur", "uitbesteding")
FACTORS = ("inwoners", "stedelijkheid", "gevestigd")
SIZE_CLASSES = ("<30", "30-80", "80-250", ">250")
LEVELS = ("laag", "gemiddeld", "hoog")
UNKNOWN = "onbekend"


@dataclass(frozen=True)
class Figure:
    """One row of the results: what the product prints in these columns."""

    value: float | None
    low: float | None = None
    high: float | None = None
    least: float | None = None
    most: float | None = None
    n: int | None = None


# --- answers: a number, nvt = 0, anything else is no answer -------------------------------------------------------


def number(given: Mapping[str, Answer], question: str) -> float | None:
    """The number that was answered; `nvt` is 0; None when empty or `onbekend`."""
    value = given.get(question)
    if value == "nvt":
        return 0.0
    if value is None or isinstance(value, str) or isnan(value):
        return None
    return float(value)


def amount(given: Mapping[str, Answer], question: str) -> float:
    """The number in a sum: no answer counts as 0."""
    return number(given, question) or 0.0


def any_answered(given: Mapping[str, Answer], questions: Iterable[str]) -> bool:
    return any(number(given, question) is not None for question in questions)


# --- section 2: cost of one municipality ---------------------------------------------------------------------------


def salary(parameters: Parameters, scale: float) -> float:
    """Gross annual salary of a scale; in between is interpolated; not in the table is nan."""
    low = int(scale // 1)
    below = parameters.get(f"salaris.schaal.{low}")
    if below is None:
        return nan
    if scale == low:
        return float(below)
    above = parameters.get(f"salaris.schaal.{low + 1}")
    return nan if above is None else float(below) + (scale - low) * (float(above) - float(below))


def fte_cost(given: Mapping[str, Answer], parameters: Parameters, scale: float | None, party: str) -> float:
    """Cost of one own fte with employer's charges and the overhead of `party`."""
    if scale is None:
        return nan
    pay = salary(parameters, scale) * (1 + float(parameters["ikb"])) * (1 + float(parameters["werkgeverslasten"]))
    overhead = amount(given, f"oh.{party}.waarde")
    way = given.get(f"oh.{party}.wijze")
    return pay + (pay * overhead if way == "procent" else overhead if way == "euro_per_fte" else 0.0)


def fte(given: Mapping[str, Answer], parameters: Parameters, task: str, party: str) -> float:
    effort = amount(given, f"jaar.{task}.{party}.inzet")
    unit = given.get(f"jaar.{task}.{party}.eenheid")
    return effort if unit == "fte" else effort / float(parameters["productieve_uren"])


def own_staff(given: Mapping[str, Answer], parameters: Parameters, task: str, party: str) -> float:
    """Own staff of a task at `party`; a scale is needed only where there is effort."""
    effort = fte(given, parameters, task, party)
    if effort == 0:
        return 0.0
    return effort * fte_cost(given, parameters, number(given, f"jaar.{task}.{party}.schaal"), party)


def gr_share(given: Mapping[str, Answer]) -> float:
    way = given.get("gr.wijze")
    return 1.0 if way == "registratie" else amount(given, "gr.aandeel") if way == "sleutel" else 0.0


def full(given: Mapping[str, Answer]) -> bool:
    return given.get("alg.volledigheid") != "randtotalen"


def split_parts(given: Mapping[str, Answer]) -> list[tuple[str, str, str, float]]:
    """The combined contracts: (ingang, groep, part, euro)."""
    parts = []
    for i in range(1, 6):
        entrance, total = given.get(f"split.{i}.ingang"), number(given, f"split.{i}.bedrag")
        group = given.get(f"split.{i}.groep") if entrance == "traj" else ""
        if entrance not in ("jaar", "traj") or total is None or (entrance == "traj" and group not in GROUPS):
            continue
        share = amount(given, f"split.{i}.aandeel_a")
        everything = (*TASKS, *ROUTES["asiel"], *PROVISIONS["asiel"])
        allowed = everything if entrance == "jaar" else (*TASKS, *ROUTES[str(group)], *PROVISIONS[str(group)])
        for part, euro in (("deel_a", total * share), ("deel_b", total * (1 - share))):
            code = given.get(f"split.{i}.{part}")
            if code in allowed:
                parts.append((str(entrance), str(group), str(code), euro))
    return parts


def annual_task(given: Mapping[str, Answer], parameters: Parameters, task: str) -> dict[str, float] | None:
    """Cost of a task by kind, without combined contracts; None when none of its cells is answered."""
    stem = f"jaar.{task}"
    cells = [f"{stem}.{party}.{cell}" for party in ("gemeente", "gr") for cell in ("inzet", "schaal")]
    cells += [f"{stem}{gr}.{kind}" for gr in ("", ".gr") for kind in ("inhuur", "uitbesteding")]
    if not any_answered(given, cells):
        return None
    share = gr_share(given)
    cost = {"eigen": own_staff(given, parameters, task, "gemeente")}
    if share > 0:
        cost["eigen"] += share * own_staff(given, parameters, task, "gr")
    for kind in ("inhuur", "uitbesteding"):
        cost[kind] = amount(given, f"{stem}.{kind}") + share * amount(given, f"{stem}.gr.{kind}")
    return cost


def hour_rate(given: Mapping[str, Answer], parameters: Parameters, scale: float | None) -> float:
    party = "gemeente" if number(given, "oh.gemeente.waarde") is not None else "gr"
    return fte_cost(given, parameters, scale, party) / float(parameters["productieve_uren"])


def task_fte(given: Mapping[str, Answer], parameters: Parameters, task: str) -> float:
    """All fte of a task; hired staff's fte = inhuur / cost of an own fte, nan where there is no own fte to price it."""
    share = gr_share(given)
    own = fte(given, parameters, task, "gemeente") + share * fte(given, parameters, task, "gr")
    cost = annual_task(given, parameters, task)
    if cost is None or cost["inhuur"] == 0:
        return own
    return nan if own == 0 else own + cost["inhuur"] / (cost["eigen"] / own)


def derived_hours(given: Mapping[str, Answer], parameters: Parameters, group: str, task: str) -> float | None:
    """Hours per inburgeraar out of the annual fte, where they are `onbekend`; None when they cannot be derived."""
    volume, years = ("begeleid", 3) if task == "voortgang" else ("instroom", 1)
    all_talks = 0.0
    for g in GROUPS:
        persons, each = number(given, f"vol.{g}.{volume}"), number(given, f"traj.{g}.{task}.gesprekken")
        if persons == 0:
            continue
        if persons is None or each is None:
            return None
        all_talks += persons * each
    talks = number(given, f"traj.{group}.{task}.gesprekken")
    if talks is None:
        return None
    hours = years * float(parameters["productieve_uren"]) * task_fte(given, parameters, task)
    return None if all_talks == 0 or isnan(hours) else hours * talks / all_talks


def staff_hours(given: Mapping[str, Answer], parameters: Parameters, group: str, item: str) -> float:
    """Hours of an item times the rate."""
    hours = amount(given, f"traj.{group}.{item}.uren")
    if item in KEY_TASKS and given.get(f"traj.{group}.{item}.uren") == UNKNOWN:
        hours = derived_hours(given, parameters, group, item) or 0.0
    if hours == 0:
        return 0.0
    return hours * hour_rate(given, parameters, number(given, f"traj.{group}.{item}.schaal"))


def trajectory_task(
    given: Mapping[str, Answer], parameters: Parameters, group: str, task: str
) -> dict[str, float] | None:
    stem = f"traj.{group}.{task}"
    cells = ("uren", "schaal", "uitbesteding", "gesprekken", "toets_uren")
    if not any_answered(given, [f"{stem}.{cell}" for cell in cells]):
        return None
    return {"eigen": staff_hours(given, parameters, group, task), "uitbesteding": amount(given, f"{stem}.uitbesteding")}


def trajectory_item(given: Mapping[str, Answer], parameters: Parameters, group: str, item: str) -> float | None:
    """A leerroute or voorziening: hours, tariff by group size, additional cost."""
    stem = f"traj.{group}.{item}"
    cells = ("uren", "schaal", "tarief", "groepsgrootte", "bijkomend", "jaar1", "jaar2", "jaar3")
    if not any_answered(given, [f"{stem}.{cell}" for cell in cells]):
        return None
    size = max(amount(given, f"{stem}.groepsgrootte"), 1.0)
    tariff = amount(given, f"{stem}.tarief") / size
    return staff_hours(given, parameters, group, item) + tariff + amount(given, f"{stem}.bijkomend")


def costs(answers: Answers, parameters: Parameters) -> dict[CostKey, float]:
    """The rows of kosten.csv; an item that nobody answered has no row."""
    rows: dict[CostKey, float] = {}
    for code, given in answers.items():
        if full(given):
            rows.update(_full_costs(code, given, parameters))
        else:
            rows.update({(code, "jaar", "", part, "totaal"): euro for part, euro in edge_totals(given).items()})
    return rows


def edge_totals(given: Mapping[str, Answer]) -> dict[str, float]:
    found = {part: number(given, f"jaar.rand.{part}") for part in ("algemeen", "direct", "totaal")}
    return {part: euro for part, euro in found.items() if euro is not None}


def _full_costs(code: str, given: Mapping[str, Answer], parameters: Parameters) -> dict[CostKey, float]:
    rows: dict[CostKey, float] = {}
    for task in TASKS:
        for kind, euro in (annual_task(given, parameters, task) or {}).items():
            rows[code, "jaar", "", task, kind] = euro
    for group in GROUPS:
        for task in TRAJECTORY:
            for kind, euro in (trajectory_task(given, parameters, group, task) or {}).items():
                rows[code, "traj", group, task, kind] = euro
        for item in (*ROUTES[group], *PROVISIONS[group]):
            cost = trajectory_item(given, parameters, group, item)
            if cost is not None:
                rows[code, "traj", group, item, "totaal"] = cost
    for entrance, group, part, euro in split_parts(given):
        kind = "totaal" if entrance == "traj" and part not in TASKS else "uitbesteding"
        key = (code, entrance, group, part, kind)
        rows[key] = rows.get(key, 0.0) + euro
    return rows


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


def classes(frame: Country, parameters: Parameters) -> dict[str, dict[str, str]]:
    """Per indeling the class of each municipality of the frame."""
    found: dict[str, dict[str, str]] = {name: {} for name in (*FACTORS, "relatief")}
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
    order = ordered(factor)
    filled = [name for name in order if name in present]
    stands = {}
    for i, name in enumerate(order):
        lower = [other for other in order[: i + 1] if other in filled]
        if filled:
            stands[name] = lower[-1] if lower else filled[0]
    return stands


def class_totals(
    units: Mapping[str, tuple[float, float]], cls: Mapping[str, str], factor: str, people: Mapping[str, float]
) -> dict[str, float] | None:
    """Class mean times the national count per class; units: code -> (cost, size). None without known classes."""
    stands = merged(factor, {cls[code] for code in units} - {UNKNOWN})
    if not stands:
        return None
    totals = {}
    for name in (*ordered(factor), UNKNOWN):
        if name not in {cls[code] for code in people}:
            continue
        count = sum(size for code, size in people.items() if cls[code] == name)
        members = [unit for code, unit in units.items() if name == UNKNOWN or cls[code] == stands[name]]
        totals[name] = count * sum(unit[0] for unit in members) / sum(unit[1] for unit in members)
    return totals


def weights(answers: Answers, frame: Country, parameters: Parameters) -> dict[tuple[str, str], float]:
    """The post_* rows of gewichten.csv, on the respondents that enter `uitvoering`: code, weging -> weight."""
    found = classes(frame, parameters)
    units = _annual_units(respondents(answers, parameters), "uitvoering")
    people = {code: guided(row) for code, row in frame.items()}
    rows = {}
    for factor in FACTORS:
        cls = found[factor]
        stands = merged(factor, {cls[code] for code in units} - {UNKNOWN})
        for code in units:
            if cls[code] == UNKNOWN:
                continue
            count = sum(size for c, size in people.items() if stands.get(cls[c]) == cls[code])
            rows[code, f"post_{factor}"] = count / sum(n for c, (_, n) in units.items() if cls[c] == cls[code])
    return rows


# --- section 7: who counts, and with what --------------------------------------------------------------------------


@dataclass(frozen=True)
class Respondent:
    """What one municipality brings: cost by part (None: not answered, nan: not computable) and its volumes."""

    full: bool
    n: float | None
    n_group: dict[str, float]
    annual: dict[str, dict[str, float]]
    total: float | None
    trajectory: dict[tuple[str, str], float]
    fte: float
    given: Mapping[str, Answer]


def respondents(answers: Answers, parameters: Parameters) -> dict[str, Respondent]:
    rows = costs(answers, parameters)
    mine: dict[str, dict[CostKey, float]] = {code: {} for code in answers}
    for key, euro in rows.items():
        mine[key[0]][key] = euro
    return {code: _respondent(code, given, mine[code], parameters) for code, given in answers.items()}


def _respondent(
    code: str, given: Mapping[str, Answer], rows: Mapping[CostKey, float], parameters: Parameters
) -> Respondent:
    groups = {g: number(given, f"vol.{g}.begeleid") for g in GROUPS}
    known = {g: n for g, n in groups.items() if n is not None}
    together = number(given, "vol.totaal.begeleid")
    n = sum(known.values()) if len(known) == 2 or (known and together is None) else together
    annual: dict[str, dict[str, float]] = {}
    trajectory: dict[tuple[str, str], float] = {}
    for (owner, entrance, group, part, kind), euro in rows.items():
        if owner == code and entrance == "jaar" and part in TASKS:
            annual.setdefault(part, {})[kind] = euro
        elif owner == code and entrance == "traj":
            trajectory[group, part] = trajectory.get((group, part), 0.0) + euro
    share = gr_share(given)
    staff = sum(fte(given, parameters, t, "gemeente") + share * fte(given, parameters, t, "gr") for t in STEERING)
    edge = {part: euro for (owner, _, _, part, kind), euro in rows.items() if owner == code and kind == "totaal"}
    parts = sum(edge.values()) if {"algemeen", "direct"} <= set(edge) else None
    total = None if full(given) else edge.get("totaal", parts)
    return Respondent(full(given), n, known, annual, total, trajectory, staff, given)


def _annual_cost(unit: Respondent, part: str) -> float | None:
    """Annual cost of a part; a sum is answered when one of its tasks is; edge totals enter `uitvoering` only."""
    if not unit.full:
        return unit.total if part == "uitvoering" else None
    sums = {"uitvoering": TASKS, "algemeen": GENERAL, "direct": DIRECT, "regievoering": STEERING}
    found = [sum(unit.annual[task].values()) for task in sums.get(part, (part,)) if task in unit.annual]
    return sum(found) if found else None


def _annual_units(units: Mapping[str, Respondent], part: str) -> dict[str, tuple[float, float]]:
    """Code -> (cost, inburgeraars) of who counts."""
    found = {}
    for code, unit in units.items():
        cost = _annual_cost(unit, part)
        if cost is not None and not isnan(cost) and unit.n is not None and unit.n > 0:
            found[code] = (cost, unit.n)
    return found


# --- section 7: estimates ------------------------------------------------------------------------------------------

Units = Mapping[str, tuple[float, float]]  # code -> (sum above the line, sum below it)


def expansion(
    sizes: Mapping[str, float], cls: Mapping[str, str], factor: str, people: Mapping[str, float]
) -> dict[str, float] | None:
    """One-way weights with which the sizes of the respondents add up to the whole country, class onbekend included."""
    stands = merged(factor, {cls[code] for code in sizes} - {UNKNOWN})
    if not stands:
        return None
    count: dict[str, float] = {}
    taken: dict[str, float] = {}
    for code, size in people.items():
        stand = stands.get(cls[code], UNKNOWN)
        count[stand] = count.get(stand, 0.0) + size
    for code, size in sizes.items():
        taken[cls[code]] = taken.get(cls[code], 0.0) + size
    unknown = count.get(UNKNOWN, 0.0) / sum(sizes.values())
    return {c: unknown + (0.0 if cls[c] == UNKNOWN else count.get(cls[c], 0.0) / taken[cls[c]]) for c in sizes}


def _divide(above: float, below: float) -> float | None:
    return above / below if below else None


@dataclass(frozen=True)
class Nation:
    """The frame as every estimate sees it: classes, the size of each municipality, and who gave more than totals."""

    found: Mapping[str, Mapping[str, str]]
    people: Mapping[str, float]
    complete: set[str]

    def places(self, codes: Iterable[str]) -> dict[tuple[str, str], list[str]]:
        """Who counts in the country and in each class; the classes by guided per 10,000 hold full respondents."""
        cells: dict[tuple[str, str], list[str]] = {}
        for code in codes:
            cells.setdefault(("totaal", ""), []).append(code)
            for name in (*FACTORS, "relatief"):
                if name != "relatief" or code in self.complete:
                    cells.setdefault((name, self.found[name][code]), []).append(code)
        return cells


def ratio_rows(
    head: tuple[str, str, str],
    units: Units,
    nation: Nation,
    scale: float = 1.0,
    observed: Mapping[str, float] | None = None,
) -> dict[ResultKey, Figure]:
    """Sum over sum in the country and each class, with the extremes over single municipalities."""
    rows: dict[ResultKey, Figure] = {}
    single = observed if observed is not None else {code: a / b for code, (a, b) in units.items()}
    reach = nation.places(single)
    for place, codes in nation.places(units).items():
        value = scale * sum(units[c][0] for c in codes) / sum(units[c][1] for c in codes)
        ends = [scale * single[c] for c in reach.get(place, [])]
        rows[(*head, *place, "ratio")] = Figure(
            value, None, None, min(ends, default=None), max(ends, default=None), len(codes)
        )
    return rows


def weighted_rows(
    head: tuple[str, str, str], units: Units, nation: Nation, observed: Mapping[str, float] | None = None
) -> dict[ResultKey, Figure]:
    """`ratio_rows` and the same under the three one-way weight sets; `macro` is their mean for the country."""
    rows = ratio_rows(head, units, nation, observed=observed)
    means = []
    for factor in FACTORS:
        weight = expansion({code: b for code, (_, b) in units.items()}, nation.found[factor], factor, nation.people)
        if weight is None:
            continue
        for place, codes in nation.places(units).items():
            value = _divide(sum(weight[c] * units[c][0] for c in codes), sum(weight[c] * units[c][1] for c in codes))
            if value is None:
                continue
            ends = rows[(*head, *place, "ratio")]
            if place[0] == "totaal":
                means.append(value)
                rows[(*head, *place, f"post_{factor}")] = Figure(value, None, None, ends.least, ends.most, ends.n)
            else:
                rows[(*head, *place, f"post_{factor}")] = Figure(value, n=ends.n)
    if len(means) == len(FACTORS):
        ends = rows[(*head, "totaal", "", "ratio")]
        rows[(*head, "totaal", "", "macro")] = Figure(
            sum(means) / len(means), None, None, ends.least, ends.most, ends.n
        )
    return rows


def results(frame: Country, answers: Answers, parameters: Parameters) -> dict[ResultKey, Figure]:
    """The rows of resultaten.csv that the method defines exactly, under `ratio`, the one-way sets and `macro`."""
    found = classes(frame, parameters)
    units = respondents(answers, parameters)
    complete = {code for code, unit in units.items() if unit.full}
    nation = Nation(found, {code: guided(row) for code, row in frame.items()}, complete)
    band = float(parameters["band.macro"])
    rows = {**_annual(units, frame, nation, band), **_national(units, nation, band)}
    for group in GROUPS:
        people = {code: figure(row, f"{group}_begeleid") or 0.0 for code, row in frame.items()}
        rows.update(_trajectory(group, units, Nation(found, people, complete), parameters))
        rows.update(_spread(group, units, Nation(found, people, complete), parameters))
    rows.update(_gf(rows, frame, nation, parameters))
    rows.update(_spuk(rows, parameters))
    return rows


def _annual(units: Mapping[str, Respondent], frame: Country, nation: Nation, band: float) -> dict[ResultKey, Figure]:
    rows: dict[ResultKey, Figure] = {}
    for part in ("uitvoering", "algemeen", "direct", "regievoering", *TASKS):
        rows.update(weighted_rows(("kosten_per_inburgeraar", part, ""), _annual_units(units, part), nation))
    for key, row in list(rows.items()):
        if key[1] == "uitvoering" and key[3] == "totaal" and key[5] != "ratio" and row.value is not None:
            rows[key] = replace(row, low=row.value * (1 - band), high=row.value * (1 + band))
    heads = {code: figure(frame[code], "inwoners") or 0.0 for code in units}
    cost = {code: _annual_cost(unit, "uitvoering") for code, unit in units.items()}
    known = {c: (euro, heads[c]) for c, euro in cost.items() if euro is not None and not isnan(euro) and heads[c] > 0}
    guided_heads = {c: (n, heads[c]) for c, (_, n) in _annual_units(units, "uitvoering").items() if heads[c] > 0}
    rows.update(ratio_rows(("kosten_per_inwoner", "uitvoering", ""), known, nation))
    rows.update(ratio_rows(("begeleid_per_10000", "", ""), guided_heads, nation, 10000))
    rows.update(_caseload(units, nation))
    for kind in KINDS:
        rows.update(ratio_rows(("aandeel_kostensoort", kind, ""), _kind(units, kind), nation))
    return rows


def _caseload(units: Mapping[str, Respondent], nation: Nation) -> dict[ResultKey, Figure]:
    """Guided per fte of regievoering: the ratio, and the unweighted mean over municipalities without a weging."""
    taking = {
        code: (unit.n, unit.fte)
        for code, unit in units.items()
        if unit.full and unit.n is not None and unit.n > 0 and unit.fte > 0
    }
    head = ("caseload_per_fte", "regievoering", "")
    rows = ratio_rows(head, taking, nation)
    for place, codes in nation.places(taking).items():
        mean = sum(taking[c][0] / taking[c][1] for c in codes) / len(codes)
        rows[(*head, *place, "")] = replace(rows[(*head, *place, "ratio")], value=mean)
    return rows


def _kind(units: Mapping[str, Respondent], kind: str) -> dict[str, tuple[float, float]]:
    found = {}
    for code, unit in units.items():
        total = _annual_cost(unit, "uitvoering")
        if unit.full and total is not None and not isnan(total) and total > 0:
            found[code] = (sum(task.get(kind, 0.0) for task in unit.annual.values()), total)
    return found


def _national(units: Mapping[str, Respondent], nation: Nation, band: float) -> dict[ResultKey, Figure]:
    """Class mean x N_c per factor and class, their sum, the mean of the three factors, and its two parts."""
    rows: dict[ResultKey, Figure] = {}
    taking = _annual_units(units, "uitvoering")
    totals = []
    for factor in FACTORS:
        cls = nation.found[factor]
        parts = class_totals(taking, cls, factor, nation.people)
        if parts is None:
            continue
        totals.append(sum(parts.values()))
        head = ("landelijk_totaal", "uitvoering", "", factor)
        rows[(*head, "", f"post_{factor}")] = Figure(totals[-1], n=len(taking))
        for klasse, euro in parts.items():
            rows[(*head, klasse, f"post_{factor}")] = Figure(euro, n=sum(cls[code] == klasse for code in taking))
    if len(totals) < len(FACTORS):
        return rows
    macro = sum(totals) / len(totals)
    complete = {c: _annual_cost(u, "uitvoering") for c, u in units.items() if u.full}
    known = {code: cost for code, cost in complete.items() if cost is not None and not isnan(cost)}
    for part in ("uitvoering", "algemeen", "direct"):
        share = _divide(sum(_annual_cost(units[c], part) or 0.0 for c in known), sum(known.values()))
        euro: float | None = None if share is None else share * macro
        n = len(known)
        if part == "uitvoering":
            euro, n = macro, len(taking)
        if euro is not None:
            key = ("landelijk_totaal", part, "", "totaal", "", "macro")
            rows[key] = Figure(euro, euro * (1 - band), euro * (1 + band), n=n)
    return rows


def route_mix(unit: Respondent, parameters: Parameters) -> dict[str, float]:
    """The national route distribution over the routes that this municipality priced, summing to 1."""
    priced = {r: float(parameters[f"route.aandeel.{r}"]) for r in ROUTES["asiel"] if ("asiel", r) in unit.trajectory}
    whole = sum(priced.values())
    return {route: share / whole for route, share in priced.items()} if whole else {}


def _trajectory_cost(unit: Respondent, group: str, part: str, parameters: Parameters) -> float | None:
    """Euro per inburgeraar of a part; None when it is not answered."""
    cost = unit.trajectory
    if not unit.full:
        return None
    if part == "leerroutes" and group == "asiel":
        mix = route_mix(unit, parameters)
        return sum(share * cost[group, route] for route, share in mix.items()) if mix else None
    if part == "direct":
        if any((group, task) not in cost for task in KEY_TASKS):
            return None
        return sum(cost.get((group, task), 0.0) for task in TRAJECTORY)
    if part in ("voorzieningen", "leerroutes"):
        found = [cost[group, item] for item in PROVISIONS[group] if (group, item) in cost]
        return (sum(found) * (part == "voorzieningen")) if found else None
    return cost.get((group, part))


def _trajectory_units(
    units: Mapping[str, Respondent], group: str, part: str, parameters: Parameters
) -> dict[str, tuple[float, float]]:
    """Code -> (euro of the whole groep, inburgeraars of the groep) of who counts."""
    found = {}
    for code, unit in units.items():
        cost, n = _trajectory_cost(unit, group, part, parameters), unit.n_group.get(group, 0.0)
        if cost is not None and not isnan(cost) and n > 0:
            found[code] = (cost * n, n)
    return found


def quartile(values: list[float], q: float) -> float:
    """QUARTILE.INC: linear between the order statistics at position (n - 1) q."""
    place = (len(values) - 1) * q
    low = int(place)
    high = min(low + 1, len(values) - 1)
    values = sorted(values)
    return values[low] + (place - low) * (values[high] - values[low])


def without_outliers(units: Mapping[str, tuple[float, float]]) -> set[str]:
    values = [cost for cost, _ in units.values()]
    if not values:
        return set()
    first, third = quartile(values, 0.25), quartile(values, 0.75)
    reach = 1.5 * (third - first)
    return {code for code, (cost, _) in units.items() if first - reach <= cost <= third + reach}


def hundred(value: float, way: str) -> float:
    """The mean on which the band is laid: unrounded, to hundreds with halves up, or up to hundreds."""
    if way == "honderd":
        return floor(value / 100 + 0.5) * 100.0
    return ceil(value / 100) * 100.0 if way == "honderd_omhoog" else value


def _with_band(rows: Mapping[ResultKey, Figure], parameters: Parameters) -> dict[ResultKey, Figure]:
    width, way = float(parameters["band.traject"]), str(parameters["afronden_voor_band"])
    banded = dict(rows)
    for key, row in rows.items():
        if key[3] == "totaal" and row.value is not None:
            middle = hundred(row.value, way)
            banded[key] = replace(row, low=middle * (1 - width), high=middle * (1 + width))
    return banded


def _trajectory(
    group: str, units: Mapping[str, Respondent], nation: Nation, parameters: Parameters
) -> dict[ResultKey, Figure]:
    rows: dict[ResultKey, Figure] = {}
    direct = _trajectory_units(units, group, "direct", parameters)
    per_head = {code: (euro / n, n) for code, (euro, n) in direct.items()}
    kept = without_outliers(per_head)
    for part in ("direct", *TRAJECTORY):
        own = {
            c: u[0] if part == "direct" else units[c].trajectory.get((group, part), 0.0) for c, u in per_head.items()
        }
        given = {c: cost for c, cost in own.items() if part == "direct" or (group, part) in units[c].trajectory}
        inside = {c: (own[c] * direct[c][1], direct[c][1]) for c in direct if c in kept}
        head = ("traject_kosten", part, group)
        rows.update(_with_band(weighted_rows(head, inside, nation, given), parameters))
    for part in (*ROUTES[group], "leerroutes", *PROVISIONS[group], "voorzieningen"):
        taking = _trajectory_units(units, group, part, parameters)
        rows.update(weighted_rows(("traject_kosten", part, group), taking, nation))
    rows.update(_sums(group, rows, units, nation, parameters))
    return rows


def _sums(
    group: str,
    rows: Mapping[ResultKey, Figure],
    units: Mapping[str, Respondent],
    nation: Nation,
    parameters: Parameters,
) -> dict[ResultKey, Figure]:
    """`totaal` = leerroutes + voorzieningen, `alles` = totaal + direct; the band is that of direct."""
    sums: dict[ResultKey, Figure] = {}
    single = {
        part: {c: euro / n for c, (euro, n) in _trajectory_units(units, group, part, parameters).items()}
        for part in ("leerroutes", "voorzieningen", "direct")
    }
    for name, parts in (
        ("totaal", ("leerroutes", "voorzieningen")),
        ("alles", ("leerroutes", "voorzieningen", "direct")),
    ):
        common = set.intersection(*(set(single[part]) for part in parts))
        observed = {code: sum(single[part][code] for part in parts) for code in common}
        reach = nation.places(observed)
        for key in rows:
            if key[:3] != ("traject_kosten", parts[0], group):
                continue
            other = [rows.get(("traject_kosten", part, *key[2:])) for part in parts]
            if any(row is None or row.value is None for row in other):
                continue
            value = sum(row.value for row in other if row is not None and row.value is not None)
            codes = reach.get((key[3], key[4]), [])
            ends = [observed[code] for code in codes] if key[3] == "totaal" or key[5] == "ratio" else []
            own = rows.get(("traject_kosten", "direct", *key[2:]))
            low = high = None
            if (
                name == "alles"
                and own is not None
                and own.value is not None
                and own.low is not None
                and own.high is not None
            ):
                low, high = value - own.value + own.low, value - own.value + own.high
            sums["traject_kosten", name, *key[2:]] = Figure(
                value, low, high, min(ends, default=None), max(ends, default=None), len(codes)
            )
    return sums


def year_shares(given: Mapping[str, Answer], group: str, item: str) -> list[float] | None:
    """The spread of an item over the three years, made to sum to 1; None where it misses 1 by more than 0.005."""
    shares = [amount(given, f"traj.{group}.{item}.jaar{year}") for year in (1, 2, 3)]
    return [share / sum(shares) for share in shares] if abs(sum(shares) - 1) <= 0.005 + 1e-12 else None


def _spread(
    group: str, units: Mapping[str, Respondent], nation: Nation, parameters: Parameters
) -> dict[ResultKey, Figure]:
    """Sum of w n cost share over sum of w n cost, over those who gave a spread; macro = mean of the three."""
    rows: dict[ResultKey, Figure] = {}
    parts = {**{item: (item,) for item in PROVISIONS[group]}, "voorzieningen": PROVISIONS[group]}
    if ROUTES[group]:
        parts["leerroutes"] = ROUTES[group]
    for part, items in {**parts, "totaal": (*ROUTES[group], *PROVISIONS[group])}.items():
        euros = {c: e for c, u in units.items() if (e := _spread_of(u, group, items, parameters)) is not None}
        sizes = {c: units[c].n_group[group] for c in euros}
        sets = {f: expansion(sizes, nation.found[f], f, nation.people) for f in FACTORS} if euros else {}
        weightings = {"ratio": dict.fromkeys(euros, 1.0), **{f"post_{f}": w for f, w in sets.items() if w is not None}}
        for year in (1, 2, 3):
            shares = {}
            for name, weight in weightings.items():
                above = sum(weight[c] * sizes[c] * e[year] for c, e in euros.items())
                share = _divide(above, sum(weight[c] * sizes[c] * e[0] for c, e in euros.items()))
                if share is not None:
                    shares[name] = share
            post = [share for name, share in shares.items() if name != "ratio"]
            if len(post) == len(FACTORS):
                shares["macro"] = sum(post) / len(post)
            for name, share in shares.items():
                rows["jaarspreiding", part, group, "totaal", f"jaar{year}", name] = Figure(share, n=len(euros))
    return rows


def _spread_of(unit: Respondent, group: str, items: tuple[str, ...], parameters: Parameters) -> list[float] | None:
    """[cost, cost in year 1, 2, 3] of the items with a cost and a spread; routes by the national mix over those."""
    if not unit.full or not unit.n_group.get(group, 0.0) > 0:
        return None
    given = {}
    for item in items:
        cost, shares = unit.trajectory.get((group, item)), year_shares(unit.given, group, item)
        if cost is not None and not isnan(cost) and shares is not None:
            given[item] = [cost, *(cost * share for share in shares)]
    whole = sum(float(parameters[f"route.aandeel.{item}"]) for item in given if item in ROUTES["asiel"])
    euros = [0.0, 0.0, 0.0, 0.0]
    for item, amounts in given.items():
        mix = float(parameters[f"route.aandeel.{item}"]) / whole if item in ROUTES["asiel"] else 1.0
        euros = [total + mix * part for total, part in zip(euros, amounts, strict=True)]
    return euros if given else None


# --- section 8: funding --------------------------------------------------------------------------------------------


def grants(frame: Country, parameters: Parameters) -> dict[str, float | None]:
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


def _gf(
    rows: Mapping[ResultKey, Figure], frame: Country, nation: Nation, parameters: Parameters
) -> dict[ResultKey, Figure]:
    """GF per inburgeraar by class over the whole frame, and what it leaves after cost; the nation in euros."""
    made: dict[ResultKey, Figure] = {}
    euro = grants(frame, parameters)
    for name in (*FACTORS, "relatief"):
        for klasse in set(nation.found[name].values()):
            inside = [c for c in frame if nation.found[name][c] == klasse and euro[c] is not None]
            grant = _divide(sum(euro[c] or 0.0 for c in inside), sum(nation.people[c] for c in inside))
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
