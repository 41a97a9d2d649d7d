"""The sheet that computes: from answers to `uit.*`, block by block, with one formula pattern in each block.

METHOD section 2; report, sections 3.1, 4.1 and 4.2. Every figure is the known part: what is not known adds nothing, and
the column beside it says that it is not known. The codes of tasks, groups, routes and provisions come from the
dimensions; a question that a survey does not ask counts as 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator import style
from generator.ooxml.sheet import address, column_letters, parse_cell
from generator.survey.answer_state import completeness, validity
from generator.survey.calculation_writer import COLUMNS, CalculationWriter
from generator.survey.formulas import NTB, RESULT, STEP, literal, or_not_determinable, salary
from generator.survey.known_figures import known_figures
from generator.survey.page import Page
from generator.survey.readings import CONTRACT_COUNTS
from generator.survey.texts import text
from templates.schema import Survey

SIDES = ("gemeente", "gr")
KINDS = ("eigen", "inhuur", "uitbesteding")
OF_JOINT_BODY = 14
"""The column of the annual cost with the part of it that is the joint body's."""
EDUCATION_ROUTE = "onderwijs"
PLACES = "lijst.plaatsen"
"""The range with every place that a part of a combined contract can fall on (`place_key`)."""
NO_CONTRACT, WHOLE_CONTRACT, LACKING_CONTRACT = 0, 2, 3
"""The state of an item's part of combined contracts: none, all there, or lacking something."""


def calculation(survey: Survey) -> Page:
    """The sheet with the whole calculation; its names hold every `uit.*` and the steps `reken.*`."""
    return _Calculation(survey).page


def result_names(survey: Survey) -> tuple[str, ...]:
    """All names of computed figures, in the order in which the workbook computes them."""
    return tuple(name for name in calculation(survey).names if name.startswith(RESULT))


def place_key(entrance: str, group: str, code: str) -> str:
    """A task, route or provision of an entrance and group, as one text to look up."""
    return f"{entrance}|{group}|{code}"


def contract_places(survey: Survey) -> list[str]:
    """Every place that a part of a combined contract can fall on: in jaar any item, in traj those of the group."""
    dimensions = survey.dimensions
    items = [item.code for item in (*dimensions.routes, *dimensions.provisions)]
    found = [place_key("jaar", "", code) for code in (*dimensions.task_codes, *items)]
    for group in dimensions.group_codes:
        codes = (*dimensions.task_codes, *dimensions.routes_of(group), *dimensions.provisions_of(group))
        found += [place_key("traj", group, code) for code in codes]
    return found


def _flag(condition: str) -> str:
    return f"IF({condition},1,0)"


class _Calculation(CalculationWriter):
    """Writes the blocks one under the other; later blocks point at cells of earlier ones."""

    def __init__(self, survey: Survey) -> None:
        super().__init__(survey)
        self.page.widths = {1: 34, 2: 62, **dict.fromkeys(range(3, COLUMNS + 1), 15)}
        self.page.title(text("calculation.title"))
        self.page.back_link()
        self.page.paragraph(text("calculation.intro"), 150, style.SUBTITLE)
        self.page.row += 1
        if self.dimensions.tasks:
            self._cost()
        completeness(self)
        validity(self)
        if self.dimensions.tasks:
            known_figures(self)

    def _cost(self) -> None:
        """All blocks of cost; a survey without tasks has none."""
        staff = self._basis_and_staff()
        self._contracts()
        annual = self._annual(staff)
        self._annual_states(staff)
        self._annual_totals(annual)
        for group in self.dimensions.trajectory_groups:
            self._trajectory(group)
        self._funding()

    # --- 1 and 2: what an fte costs, and own staff

    def _basis_and_staff(self) -> dict[tuple[str, str], tuple[str, str]]:
        t, read = text, self.read
        self.block(t("calculation.basis"), [t("common.code"), t("calculation.basis_item"), t("calculation.value")])
        edge_only = read.code("alg.volledigheid", "randtotalen")
        self.figure(t("calculation.full"), "reken.volledig", f"IF({edge_only},0,1)", "0")
        surcharge = "(1+IF(ISNUMBER(par.ikb),par.ikb,0))*(1+par.werkgeverslasten)"
        self.figure(t("calculation.surcharge"), "reken.opslag", or_not_determinable(surcharge), "0.0000")
        self._joint_body()
        for side in SIDES:
            self._overhead(side)
        way, value = "oh.gemeente.wijze", "oh.gemeente.waarde"
        for part in ("fractie", "per_fte", "bekend"):
            choice = f"IF({read.worst((way, value))}<=0,reken.oh.gr.{part},reken.oh.gemeente.{part})"
            words = t(f"calculation.oh_{part}", wie=t("calculation.traject"))
            self.figure(words, f"reken.oh.traject.{part}", choice, "#,##0.0000")
        headings = ("effort", "fte", "scale", "salary", "pay", "own_cost", "is_known")
        self.block(
            t("calculation.staff"), [t("common.code"), t("common.label"), *(t(f"calculation.{h}") for h in headings)]
        )
        return {(task, side): self._staff_line(task, side) for task in self.dimensions.task_codes for side in SIDES}

    def _joint_body(self) -> None:
        """Whether the joint body's cells count, this municipality's share of them, and whether that is known.

        `nvt` and empty are no joint body; any other answer than a way to count leaves the share unknown.
        """
        read, way = self.read, "gr.wijze"
        whole, by_key = read.code(way, "registratie"), read.code(way, "sleutel")
        counts = _flag(f"OR({whole},{by_key},{read.not_known([way])})") if read.state(way) != "0" else "0"
        known = _flag(f"OR({whole},AND({by_key},{read.answered('gr.aandeel')}))")
        share = f"IF({whole},1,IF({by_key},{read.value('gr.aandeel')},0))"
        self.figure(text("calculation.joint_counts"), "reken.gr.telt", counts, "0")
        self.figure(text("calculation.joint_known"), "reken.gr.bekend", known, "0")
        self.figure(text("calculation.share"), "reken.aandeel_gr", share, "0.0000")

    def _overhead(self, side: str) -> None:
        """Overhead of a side: a part of the pay or euros per fte, and whether it is known.

        A survey that asks nothing about overhead has none.
        """
        read, way, value = self.read, f"oh.{side}.wijze", f"oh.{side}.waarde"
        known = f"AND(OR({read.code(way, 'procent')},{read.code(way, 'euro_per_fte')}),{read.answered(value)})"
        asked = any(f"oh.{one}.wijze" in read.asked for one in (side, SIDES[0]))
        amount = read.value(value)
        for part, expression in (
            ("fractie", f"IF({read.code(way, 'procent')},{amount},0)"),
            ("per_fte", f"IF({read.code(way, 'euro_per_fte')},{amount},0)"),
            ("bekend", _flag(known) if asked else "1"),
        ):
            words = text(f"calculation.oh_{part}", wie=text(f"calculation.{side}"))
            self.figure(words, f"reken.oh.{side}.{part}", expression, "#,##0.0000")

    def _staff_line(self, task: str, side: str) -> tuple[str, str]:
        """A row of own staff; gives the addresses of its cost and of the flag that it is known.

        Actual pay takes the place of effort times the pay at the scale; only overhead per fte needs the effort then.
        """
        read, stem, row = self.read, f"jaar.{task}.{side}", self.page.row
        effort, fte, scale, each, pay, _, known = (address(row, column) for column in range(3, 10))
        unit, paid = f"{stem}.eenheid", f"{read.state(f'{stem}.loonkosten')}=2"
        in_hours = f"IFERROR({effort}/par.productieve_uren,0)"
        if unit in read.asked:
            in_hours = f"IF({read.code(unit, 'fte')},{effort},IF({read.code(unit, 'uur')},{in_hours},0))"
        overhead = f"reken.oh.{side}.bekend=1"
        has_fte = f"AND({read.answered(f'{stem}.inzet')},OR({effort}=0,{fte}>0))"
        per_fte = read.code(f"oh.{side}.wijze", "euro_per_fte")
        by_pay = f"OR(AND({pay}=0,{effort}=0),AND({overhead},IF({per_fte},{has_fte},1=1)))"
        by_scale = f"OR({effort}=0,AND({fte}>0,{each}>0,{overhead}))"
        cells = self.line(
            task,
            f"{self.dimensions.label(task)} - {text(f'calculation.{side}')}",
            [
                read.value(f"{stem}.inzet"),
                f"IF({effort}=0,0,{in_hours})",
                read.value(f"{stem}.schaal"),
                f"IFERROR({salary(scale)}*reken.opslag,0)",
                f"IF({paid},{read.value(f'{stem}.loonkosten')},{fte}*{each})",
                f"IF({known}=1,{pay}*(1+reken.oh.{side}.fractie)+{fte}*reken.oh.{side}.per_fte,0)",
                _flag(f"IF({paid},{by_pay},{by_scale})"),
            ],
        )
        return cells[7], cells[8]

    # --- 3: combined contracts

    def _contracts(self) -> None:
        t = text
        heads = ("amount", "portion", "euro", "key", "whole", "on_sum")
        self.block(
            t("calculation.contracts"),
            [t("common.code"), t("calculation.part"), *(t(f"calculation.{h}") for h in heads)],
        )
        first = self.page.row
        for contract in range(1, self.dimensions.splits + 1):
            for at, part in enumerate(("deel_a", "deel_b")):
                self._contract_line(contract, part, self.page.row - at)
        last = max(first, self.page.row - 1)
        if self.page.row == first:  # a survey without combined contracts: an empty line to point at
            self.line("-", "-", ["0", "0", "0", '""', "0", "0"])
        for name, column in (("euro", 5), ("sleutel", 6), ("heel", 7)):
            self.page.name_area(f"reken.contract.{name}", (first, column, last, column))

    def _contract_line(self, contract: int, part: str, first: int) -> None:
        """A part of a contract; one that lacks its amount, its share or a part that is there has no euros."""
        read, stem, row = self.read, f"split.{contract}", self.page.row
        entrance, share = read.value(f"{stem}.ingang"), read.value(f"{stem}.aandeel_a")
        group = f'IF({entrance}="traj",{read.value(f"{stem}.groep")},"")'
        key = f'IF({entrance}="","",{entrance}&"|"&{group}&"|"&{read.value(f"{stem}.{part}")})'
        keys = [address(line, 6) for line in (first, first + 1)]
        placed = [f'IF({one}="",1=0,COUNTIF({PLACES},{one})>0)' for one in keys]
        there = read.all_answered((f"{stem}.bedrag", f"{stem}.aandeel_a"))
        parts = [f"{stem}.{one}" for one in ("deel_a", "deel_b")]
        on_task = read.either(*(read.code(one, task) for one in parts for task in self.dimensions.task_codes))
        in_traj = f'AND({entrance}="traj",OR({",".join(placed)}))'
        counts = f'OR(AND({entrance}="jaar",{on_task}),{in_traj})'
        names = {8: f"{CONTRACT_COUNTS}{contract}"} if part == "deel_a" else None
        self.line(
            stem,
            text(f"calculation.contract_{part}", nummer=contract),
            [
                read.value(f"{stem}.bedrag"),
                share if part == "deel_a" else f"1-{share}",
                f"IF({address(row, 7)}=1,{address(row, 3)}*{address(row, 4)},0)",
                key,
                _flag(f"AND({there},{','.join(placed)})"),
                *([_flag(counts)] if names else []),
            ],
            names,
        )

    def from_contracts(self, entrance: str, group: str, code: str) -> str:
        """The euros that combined contracts put on a task, route or provision."""
        return f"SUMIFS(reken.contract.euro,reken.contract.sleutel,{literal(place_key(entrance, group, code))})"

    def contract_state(self, entrance: str, group: str, code: str) -> str:
        """Whether a combined contract falls on an item, and whether all that do are whole."""
        key = literal(place_key(entrance, group, code))
        counted = f"COUNTIFS(reken.contract.sleutel,{key},reken.contract.heel,0)"
        whole = f"COUNTIF(reken.contract.sleutel,{key})"
        return f"IF({counted}>0,{LACKING_CONTRACT},IF({whole}>0,{WHOLE_CONTRACT},{NO_CONTRACT}))"

    # --- 4 and 5: the annual cost

    def _annual(self, staff: Mapping[tuple[str, str], tuple[str, str]]) -> dict[str, str]:
        t = text
        heads = [f"{what}_{side}" for what in ("own", "hired", "outsourced") for side in SIDES]
        self.block(
            t("calculation.annual"),
            [
                t("common.code"),
                t("common.label"),
                *(t(f"calculation.{head}") for head in heads),
                t("calculation.contract_part"),
                *(self.dimensions.label(kind) for kind in KINDS),
                t("common.total"),
                t("calculation.of_joint_body"),
            ],
        )
        return {task: self._annual_line(task, staff) for task in self.dimensions.task_codes}

    def _annual_line(self, task: str, staff: Mapping[tuple[str, str], tuple[str, str]]) -> str:
        """A row of annual cost; gives the address of its total."""
        stem, row = f"jaar.{task}", self.page.row
        own, own_gr, hired, hired_gr, bought, bought_gr, contracts = (address(row, column) for column in range(3, 10))
        bought_ids = [f"{stem}.{side}{kind}" for kind in KINDS[1:] for side in ("", "gr.")]

        def counted(expression: str) -> str:
            return f"IF(reken.volledig=1,{expression},0)"

        kinds = [address(row, column) for column in (10, 11, 12)]
        cells = self.line(
            task,
            self.dimensions.label(task),
            [
                staff[task, "gemeente"][0],
                staff[task, "gr"][0],
                *(self.read.value(question) for question in bought_ids),
                self.from_contracts("jaar", "", task),
                counted(f"{own}+reken.aandeel_gr*{own_gr}"),
                counted(f"{hired}+reken.aandeel_gr*{hired_gr}"),
                counted(f"{bought}+reken.aandeel_gr*{bought_gr}+{contracts}"),
                "+".join(kinds),
                counted(f"reken.aandeel_gr*({own_gr}+{hired_gr}+{bought_gr})"),
            ],
            {**{10 + at: f"uit.jaar.{task}.{kind}" for at, kind in enumerate(KINDS)}, 13: f"{STEP}jaar.{task}"},
        )
        self.annual_rows[task] = row
        return cells[12]

    def _annual_states(self, staff: Mapping[tuple[str, str], tuple[str, str]]) -> None:
        t = text
        heads = ("cells_gemeente", "cells_gr", "cells_contract", *(f"known_{kind}" for kind in KINDS), "state")
        self.block(
            t("calculation.annual_states"),
            [t("common.code"), t("common.label"), *(t(f"calculation.{head}") for head in heads)],
        )
        for task in self.dimensions.task_codes:
            self._annual_state(task, staff)

    def _annual_state(self, task: str, staff: Mapping[tuple[str, str], tuple[str, str]]) -> None:
        """What the amount cells of a task hold, which kinds of cost are known, and the state of the task."""
        read, stem, row, cost_row = self.read, f"jaar.{task}", self.page.row, self.annual_rows[task]
        municipality, joint, contract, own, hired, bought = (address(row, column) for column in range(3, 9))

        def known(joint_column: int, cells: Sequence[str], ours: str, theirs: str) -> str:
            share = f"OR({address(cost_row, joint_column)}=0,reken.gr.bekend=1)"
            counts = f"AND({read.worst(joint_ids(cells))}<3,{theirs},{share})"
            return _flag(f"AND({read.worst(own_ids(cells))}<3,{ours},IF(reken.gr.telt=1,{counts},1=1))")

        def own_ids(cells: Sequence[str]) -> list[str]:
            return [f"{stem}.{cell}" if cell in KINDS else f"{stem}.gemeente.{cell}" for cell in cells]

        def joint_ids(cells: Sequence[str]) -> list[str]:
            return [f"{stem}.gr.{cell}" for cell in cells]

        paid, others = ("inzet", "loonkosten"), KINDS[1:]
        state = f"IF({own}*{hired}*{bought}=0,3,MIN(2,MAX({municipality},{joint},{contract})))"
        self.line(
            task,
            self.dimensions.label(task),
            [
                read.worst(own_ids((*paid, *others))),
                f"IF(reken.gr.telt=1,{read.worst(joint_ids((*paid, *others)))},0)",
                self.contract_state("jaar", "", task),
                known(4, paid, f"{staff[task, 'gemeente'][1]}=1", f"{staff[task, 'gr'][1]}=1"),
                known(6, others[:1], "1=1", "1=1"),
                known(8, others[1:], f"{contract}<3", "1=1"),
                f"IF(reken.volledig=1,{state},0)",
            ],
            {9: f"reken.staat.jaar.{task}"},
            "0",
        )
        self.kind_known |= {(task, kind): cell for kind, cell in zip(KINDS, (own, hired, bought), strict=True)}

    def _annual_totals(self, tasks: Mapping[str, str]) -> None:
        t, read = text, self.read
        self.block(t("calculation.annual_totals"), [t("common.code"), t("common.label"), t("calculation.value")])
        for part, label, codes in (
            ("algemeen", "general", self.dimensions.general_tasks),
            ("direct", "direct", self.dimensions.direct_tasks),
        ):
            added = "+".join(tasks[task] for task in codes) or "0"
            expression = f"IF(reken.volledig=1,{added},{read.value(f'jaar.rand.{part}')})"
            self.figure(t(f"calculation.total_{label}"), f"uit.jaar.{part}", expression)
        edge, both = "jaar.rand.totaal", "uit.jaar.algemeen+uit.jaar.direct"
        given = f"IF(AND(reken.volledig=0,{read.answered(edge)}),{read.value(edge)},{both})"
        self.figure(t("calculation.total_all"), "uit.jaar.totaal", given)
        joint = [f"{column_letters(OF_JOINT_BODY)}{parse_cell(cell)[0]}" for cell in tasks.values()]
        self.figure(t("calculation.joint_body"), "reken.jaar.gr", "+".join(joint))
        self._guided()
        per_person = "IF(reken.begeleid>0,uit.jaar.totaal/reken.begeleid,0)"
        self.figure(t("calculation.per_guided"), "uit.jaar.per_inburgeraar", per_person)

    def _guided(self) -> None:
        """Guided inburgeraars: the groups when all are answered, else the given total, else what is answered."""
        read, whole = self.read, "vol.totaal.begeleid"
        groups = [name for group in self.dimensions.group_codes if (name := f"vol.{group}.begeleid") in read.asked]
        added, complete = read.total(groups), read.all_answered(groups)
        chosen = f"IF({complete},{added},IF({read.answered(whole)},{read.value(whole)},{added}))"
        self.figure(text("calculation.guided"), "reken.begeleid", chosen, "#,##0")
        known = _flag(f"OR({complete},{read.answered(whole)})")
        self.figure(text("calculation.guided_known"), "reken.begeleid.bekend", known, "0")

    # --- 6 to 9: the trajectory of one group

    def _trajectory(self, group: str) -> None:
        tasks = self._direct(group)
        items = self._items(group)
        routes = self.dimensions.routes_of(group)
        mean = self._routes(group, items) if routes else "0"
        t, label = text, self.dimensions.label(group)
        self.block(
            t("calculation.trajectory_totals", groep=label),
            [t("common.code"), t("common.label"), t("calculation.value")],
        )
        direct = "+".join(tasks[task] for task in self.dimensions.trajectory_tasks) or "0"
        provisions = "+".join(items[item][0] for item in self.dimensions.provisions_of(group)) or "0"
        stem = f"uit.traj.{group}"
        self.figure(t("calculation.total_direct"), f"{stem}.direct", direct)
        self.figure(t("calculation.total_routes"), f"{stem}.leerroutes", mean)
        self.figure(t("calculation.total_provisions"), f"{stem}.voorzieningen", provisions)
        self.figure(t("calculation.total_trajectory"), f"{stem}.totaal", f"{stem}.leerroutes+{stem}.voorzieningen")
        self.figure(t("calculation.spuk"), f"reken.spuk.{group}", self._grant(group))

    def _rate(self, scale: str) -> str:
        yearly = f"{salary(scale)}*reken.opslag*(1+reken.oh.traject.fractie)+reken.oh.traject.per_fte"
        return f"IFERROR(({yearly})/par.productieve_uren,0)"

    def _hours_known(self, stem: str, hours: str, rate: str) -> str:
        """Whether own staff of an item is known: its hours, and a rate where there are any."""
        priced = f"OR({hours}=0,AND({rate}>0,reken.oh.traject.bekend=1))"
        return _flag(f"AND({self.read.worst([f'{stem}.uren'])}<3,{priced})")

    def _state(self, stem: str, amounts: Sequence[str], flags: Sequence[str], group: str, code: str) -> str:
        """The state of an item of the trajectory: leeg, nvt, known or not known."""
        contract = self.contract_state("traj", group, code)
        cells = f"{self.read.worst([f'{stem}.{cell}' for cell in amounts])},{contract}"
        unknown = "*".join(flags)
        return f"IF(reken.volledig=1,IF({unknown}=0,3,MIN(3,MAX({cells}))),0)"

    def _direct(self, group: str) -> dict[str, str]:
        t, read = text, self.read
        heads = ("hours", "scale", "rate", "own_cost", "outsourced", "contract_part", "cost", "is_known", "state")
        self.block(
            t("calculation.direct", groep=self.dimensions.label(group)),
            [t("common.code"), t("common.label"), *(t(f"calculation.{head}") for head in heads)],
        )
        found = {}
        for task in self.dimensions.task_codes:
            stem, row = f"traj.{group}.{task}", self.page.row
            hours, scale, rate, own, bought, contracts, _, known = (address(row, column) for column in range(3, 11))
            expressions = [
                read.value(f"{stem}.uren"),
                read.value(f"{stem}.schaal"),
                self._rate(scale),
                f"IF({known}=1,{hours}*{rate},0)",
                read.value(f"{stem}.uitbesteding"),
                self.from_contracts("traj", group, task),
                f"IF(reken.volledig=1,{own}+{bought}+{contracts},0)",
                self._hours_known(stem, hours, rate),
                self._state(stem, ("uren", "uitbesteding"), [known], group, task),
            ]
            names = {9: f"uit.{stem}", 11: f"reken.staat.{stem}"}
            found[task] = self.line(task, self.dimensions.label(task), expressions, names)[8]
        return found

    def _items(self, group: str) -> dict[str, tuple[str, str]]:
        """Routes and provisions; gives per code the addresses of its cost and of its state."""
        t, read = text, self.read
        asked = ("hours", "scale", "rate", "fee", "group_size", "extra", "contract_part")
        heads = (*asked, "cost", "is_known", "fee_known", "state")
        self.block(
            t("calculation.items", groep=self.dimensions.label(group)),
            [t("common.code"), t("common.label"), *(t(f"calculation.{head}") for head in heads)],
        )
        found = {}
        for item in (*self.dimensions.routes_of(group), *self.dimensions.provisions_of(group)):
            stem, row = f"traj.{group}.{item}", self.page.row
            hours, scale, rate, fee, size, extra, contracts, _, own, sized = (
                address(row, column) for column in range(3, 13)
            )
            people = f"{stem}.groepsgrootte"
            fee_state, size_state = read.worst([f"{stem}.tarief"]), read.worst([people])
            cost = f"IF({own}=1,{hours}*{rate},0)+IF({sized}=1,{fee}/{size},0)+{extra}+{contracts}"
            expressions = [
                read.value(f"{stem}.uren"),
                read.value(f"{stem}.schaal"),
                self._rate(scale),
                read.value(f"{stem}.tarief"),
                f"MAX({read.value(people)},1)",
                read.value(f"{stem}.bijkomend"),
                self.from_contracts("traj", group, item),
                f"IF(reken.volledig=1,{cost},0)",
                self._hours_known(stem, hours, rate),
                _flag(f"AND({fee_state}<3,OR({fee}=0,{size_state}<3))"),
                self._state(stem, ("uren", "tarief", "bijkomend"), [own, sized], group, item),
            ]
            names = {10: f"uit.{stem}", 13: f"reken.staat.{stem}"}
            cells = self.line(item, self.dimensions.label(item), expressions, names)
            found[item] = (cells[9], cells[12])
        return found

    def _routes(self, group: str, items: Mapping[str, tuple[str, str]]) -> str:
        """The mean of the routes with a price by the municipality's own distribution, else by the national one.

        A route that is leeg, onbekend or all nvt has no price; the weights are rescaled to the others.
        """
        t, read = text, self.read
        self.block(
            t("calculation.routes", groep=self.dimensions.label(group)),
            [
                t("common.code"),
                t("common.label"),
                *(t(f"calculation.{h}") for h in ("priced", "own_weight", "national_weight", "cost", "mix")),
            ],
        )
        first, routes = self.page.row, self.dimensions.routes_of(group)
        rows = range(first, first + len(routes))
        area = {column: f"{address(rows[0], column)}:{address(rows[-1], column)}" for column in (3, 4, 5)}
        for route in routes:
            cost, state = items[route]
            share = f"par.route.aandeel.{route}" if f"route.aandeel.{route}" in self.parameters else NTB
            present = address(self.page.row, 3)
            own = f"IF({present}=1,{read.value(f'vol.route.{route}')},0)"
            mine, national = (f"{address(self.page.row, column)}/SUM({area[column]})" for column in (4, 5))
            mix = f"IF({present}=1,{or_not_determinable(f'IF(SUM({area[4]})>0,{mine},{national})')},0)"
            cells = [_flag(f"{state}=2"), own, f"IF({present}=1,{share},0)", cost, mix]
            self.line(route, self.dimensions.label(route), cells, {7: f"reken.route.{group}.{route}"})

        def mean(weight: int) -> str:
            added = "+".join(f"{column_letters(weight)}{row}*{column_letters(6)}{row}" for row in rows)
            return f"IFERROR(({added})/SUM({area[weight]}),0)"

        by_own = f"IF(SUM({area[4]})>0,{mean(4)},{mean(5)})"
        return f"IF(AND(reken.volledig=1,SUM({area[3]})>0),{by_own},0)"

    def _grant(self, group: str) -> str:
        """The earmarked grant per inburgeraar: the article-10 amount with the education route, else as given."""
        plain = f"par.spuk.{group}" if f"spuk.{group}" in self.parameters else ""
        basic = f"par.spuk.{group}.artikel10"
        parts = [f"par.spuk.onderwijsroute.{part}" for part in ("macrobudget", "deelnemers", "k")]
        given = f"IF(ISNUMBER({plain}),{plain},{NTB})" if plain else NTB
        if not {f"spuk.{group}.artikel10", *(part.removeprefix("par.") for part in parts)} <= self.parameters:
            return given
        budget, persons, years = parts
        routes = self.dimensions.routes_of(group)
        extra = (
            f"+{self._share_on(EDUCATION_ROUTE, routes)}*{budget}/{persons}*{years}"
            if EDUCATION_ROUTE in routes
            else ""
        )
        return f"IF(ISNUMBER({basic}),{or_not_determinable(f'{basic}{extra}')},{given})"

    def _share_on(self, route: str, routes: Sequence[str]) -> str:
        """The share of the group on a route: the municipality's own, or the national one where it gives none."""
        own = {code: self.read.value(f"vol.route.{code}") for code in routes}
        added = "+".join(own.values())
        national = "+".join(f"par.route.aandeel.{code}" for code in routes)
        return f"IF({added}>0,({own[route]})/({added}),par.route.aandeel.{route}/({national}))"

    # --- 10

    def _funding(self) -> None:
        t = text
        self.block(t("calculation.funding"), [t("common.code"), t("common.label"), t("calculation.value")])
        grant = self.read.value("dek.gf")
        self.figure(t("calculation.gf_difference"), "uit.verschil.gf", f"{grant}-uit.jaar.totaal")
        for group in self.dimensions.trajectory_groups:
            words = t("calculation.spuk_difference", groep=self.dimensions.label(group))
            difference = f"IF(ISNUMBER(reken.spuk.{group}),reken.spuk.{group}-uit.traj.{group}.totaal,0)"
            self.figure(words, f"uit.verschil.spuk.{group}", difference)
