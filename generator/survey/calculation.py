"""The sheet that computes: from answers to `uit.*`, block by block, with one formula pattern in each block.

METHOD section 2; report, sections 3.1, 4.1 and 4.2. The codes of tasks, groups, routes and provisions come from the
dimensions; a question that a survey does not ask counts as 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator import style
from generator.ooxml.sheet import address, column_letters, parse_cell
from generator.survey.answer_state import completeness, validity
from generator.survey.calculation_writer import COLUMNS, CalculationWriter
from generator.survey.formulas import (
    NTB,
    RESULT,
    answered,
    any_answered,
    literal,
    needed,
    number,
    or_not_determinable,
    positive,
    salary,
    says,
    total,
)
from generator.survey.known_figures import from_contract, known_figures
from generator.survey.page import Page
from generator.survey.texts import text
from templates.schema import Survey

SIDES = ("gemeente", "gr")
KINDS = ("eigen", "inhuur", "uitbesteding")
OF_JOINT_BODY = 14
"""The column of the annual cost with the part of it that is the joint body's."""
EDUCATION_ROUTE = "onderwijs"


def calculation(survey: Survey) -> Page:
    """The sheet with the whole calculation; its names hold every `uit.*` and the steps `reken.*`."""
    return _Calculation(survey).page


def result_names(survey: Survey) -> tuple[str, ...]:
    """All names of computed figures, in the order in which the workbook computes them."""
    return tuple(name for name in calculation(survey).names if name.startswith(RESULT))


def _instead(amount: str | None, expression: str, otherwise: str) -> str:
    """The expression where the amount is given, as a number."""
    return f"IF(ISNUMBER({amount}),{expression},{otherwise})" if amount else otherwise


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
        self._annual_totals(annual)
        for group in self.dimensions.trajectory_groups:
            self._trajectory(group)
        self._funding()

    # --- 1 and 2: what an fte costs, and own staff

    def _basis_and_staff(self) -> dict[tuple[str, str], str]:
        t = text
        self.block(t("calculation.basis"), [t("common.code"), t("calculation.basis_item"), t("calculation.value")])
        complete = self.known("alg.volledigheid")
        self.figure(
            t("calculation.full"),
            "reken.volledig",
            f"IF({says(complete, 'randtotalen')},0,1)" if complete else "1",
            "0",
        )
        surcharge = "(1+IF(ISNUMBER(par.ikb),par.ikb,0))*(1+par.werkgeverslasten)"
        self.figure(t("calculation.surcharge"), "reken.opslag", or_not_determinable(surcharge), "0.0000")
        way, share = self.known("gr.wijze"), number(self.known("gr.aandeel"))
        joint = f"IF({says(way, 'registratie')},1,IF({says(way, 'sleutel')},{share},0))" if way else "0"
        self.figure(t("calculation.share"), "reken.aandeel_gr", joint, "0.0000")
        for side in SIDES:
            self._overhead(side)
        own = self.known("oh.gemeente.waarde")
        for part, label in (("fractie", "oh_fraction"), ("per_fte", "oh_per_fte")):
            choice = (
                f"IF({answered(own)},reken.oh.gemeente.{part},reken.oh.gr.{part})" if own else f"reken.oh.gr.{part}"
            )
            words = t(f"calculation.{label}", wie=t("calculation.traject"))
            self.figure(words, f"reken.oh.traject.{part}", choice, "#,##0.0000")
        headings = ("effort", "fte", "salary", "per_fte", "own_cost")
        self.block(
            t("calculation.staff"), [t("common.code"), t("common.label"), *(t(f"calculation.{h}") for h in headings)]
        )
        return {(task, side): self._staff_line(task, side) for task in self.dimensions.task_codes for side in SIDES}

    def _overhead(self, side: str) -> None:
        way, value = self.known(f"oh.{side}.wijze"), number(self.known(f"oh.{side}.waarde"))
        for part, code, label in (("fractie", "procent", "oh_fraction"), ("per_fte", "euro_per_fte", "oh_per_fte")):
            words = text(f"calculation.{label}", wie=text(f"calculation.{side}"))
            expression = f"IF({says(way, code)},{value},0)" if way else "0"
            self.figure(words, f"reken.oh.{side}.{part}", expression, "#,##0.0000")

    def _staff_line(self, task: str, side: str) -> str:
        """A row of own staff; gives the address of its cost."""
        stem, row = f"jaar.{task}.{side}", self.page.row
        effort, fte, pay, price = (address(row, column) for column in (3, 4, 5, 6))
        unit, scale = self.known(f"{stem}.eenheid"), self.known(f"{stem}.schaal")
        wages = self.known(f"{stem}.loonkosten")
        in_fte = says(unit, "fte") if unit else "1=0"
        by_scale = needed(effort, f"{fte}*{price}")
        cells = self.line(
            task,
            f"{self.dimensions.label(task)} - {text(f'calculation.{side}')}",
            [
                positive(self.known(f"{stem}.inzet")),
                f"IF({effort}=0,0,IF({in_fte},{effort},{or_not_determinable(f'{effort}/par.productieve_uren')}))",
                salary(scale) if scale else NTB,
                or_not_determinable(f"{pay}*reken.opslag*(1+reken.oh.{side}.fractie)+reken.oh.{side}.per_fte"),
                _instead(wages, f"{wages}*(1+reken.oh.{side}.fractie)+{fte}*reken.oh.{side}.per_fte", by_scale),
            ],
        )
        return cells[6]

    # --- 3: combined contracts

    def _contracts(self) -> None:
        t = text
        heads = ("amount", "portion", "euro", "key", "filled")
        self.block(
            t("calculation.contracts"),
            [t("common.code"), t("calculation.part"), *(t(f"calculation.{h}") for h in heads)],
        )
        first = self.page.row
        for contract in range(1, self.dimensions.splits + 1):
            for part in ("deel_a", "deel_b"):
                self._contract_line(contract, part)
        last = max(first, self.page.row - 1)
        if self.page.row == first:  # a survey without combined contracts: an empty line to point at
            self.line("-", "-", ["0", "0", "0", '""', "0"])
        for name, column in (("euro", 5), ("sleutel", 6), ("ingevuld", 7)):
            self.page.name_area(f"reken.contract.{name}", (first, column, last, column))

    def _contract_line(self, contract: int, part: str) -> None:
        stem, row = f"split.{contract}", self.page.row
        share = number(self.known(f"{stem}.aandeel_a"))
        key = f'IFERROR({stem}.ingang&"|"&IF({stem}.ingang="traj",{stem}.groep,"")&"|"&{stem}.{part},"")'
        self.line(
            stem,
            text(f"calculation.contract_{part}", nummer=contract),
            [
                number(self.known(f"{stem}.bedrag")),
                share if part == "deel_a" else f"1-{share}",
                f"{address(row, 3)}*{address(row, 4)}",
                key,
                f"IF({answered(f'{stem}.bedrag')},1,0)",
            ],
        )

    def from_contracts(self, entrance: str, group: str, code: str) -> str:
        """The euros that combined contracts put on a task, route or provision."""
        return f"SUMIFS(reken.contract.euro,reken.contract.sleutel,{literal(f'{entrance}|{group}|{code}')})"

    # --- 4 and 5: annual cost

    def _annual(self, staff: Mapping[tuple[str, str], str]) -> dict[str, str]:
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

    def _annual_line(self, task: str, staff: Mapping[tuple[str, str], str]) -> str:
        """A row of annual cost; gives the address of its total."""
        stem, row = f"jaar.{task}", self.page.row
        own, own_gr, hired, hired_gr, bought, bought_gr, contracts = (address(row, column) for column in range(3, 10))
        bought_ids = [f"{stem}.{side}{kind}" for kind in KINDS[1:] for side in ("", "gr.")]

        def of_joint_body(cell: str) -> str:
            return f"IF(reken.aandeel_gr>0,reken.aandeel_gr*{cell},0)"

        def counted(expression: str) -> str:
            return f"IF(reken.volledig=1,{or_not_determinable(expression)},0)"

        kinds = [address(row, column) for column in (10, 11, 12)]
        cells = self.line(
            task,
            self.dimensions.label(task),
            [
                staff[task, "gemeente"],
                staff[task, "gr"],
                *(number(self.known(question)) for question in bought_ids),
                self.from_contracts("jaar", "", task),
                counted(f"{own}+{of_joint_body(own_gr)}"),
                counted(f"{hired}+{of_joint_body(hired_gr)}"),
                counted(f"{bought}+{of_joint_body(bought_gr)}+{contracts}"),
                total(kinds),
                counted("+".join(of_joint_body(cell) for cell in (own_gr, hired_gr, bought_gr))),
            ],
            {10 + at: f"uit.jaar.{task}.{kind}" for at, kind in enumerate(KINDS)},
        )
        return cells[12]

    def _annual_totals(self, tasks: Mapping[str, str]) -> None:
        t = text
        self.block(t("calculation.annual_totals"), [t("common.code"), t("common.label"), t("calculation.value")])
        general = total([tasks[task] for task in self.dimensions.general_tasks])
        direct = total([tasks[task] for task in self.dimensions.direct_tasks])
        rand = {part: self.known(f"jaar.rand.{part}") for part in ("algemeen", "direct", "totaal")}
        for part, label, sum_of_tasks in (("algemeen", "general", general), ("direct", "direct", direct)):
            expression = f"IF(reken.volledig=1,{sum_of_tasks},{number(rand[part])})"
            self.figure(t(f"calculation.total_{label}"), f"uit.jaar.{part}", expression)
        both = total(["uit.jaar.algemeen", "uit.jaar.direct"])
        edge = rand["totaal"]
        given = f"IF(AND(reken.volledig=0,{answered(edge)}),{number(edge)},{both})" if edge else both
        self.figure(t("calculation.total_all"), "uit.jaar.totaal", given)
        joint = [f"{column_letters(OF_JOINT_BODY)}{parse_cell(cell)[0]}" for cell in tasks.values()]
        self.figure(t("calculation.joint_body"), "reken.jaar.gr", total(joint))
        self.figure(t("calculation.guided"), "reken.begeleid", self._guided(), "#,##0")
        per_person = f"IF(reken.begeleid>0,{or_not_determinable('uit.jaar.totaal/reken.begeleid')},{NTB})"
        self.figure(t("calculation.per_guided"), "uit.jaar.per_inburgeraar", per_person)

    def _guided(self) -> str:
        """Guided inburgeraars: the groups when all are answered, else the given total, else what is answered."""
        groups = [
            f"vol.{group}.begeleid" for group in self.dimensions.group_codes if self.known(f"vol.{group}.begeleid")
        ]
        whole = self.known("vol.totaal.begeleid")
        added = "+".join(number(group) for group in groups) or "0"
        if not whole:
            return added
        complete = f"AND({','.join(answered(group) for group in groups)})" if groups else "1=0"
        return f"IF({complete},{added},IF({answered(whole)},{number(whole)},{added}))"

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
        direct = [tasks[task] for task in self.dimensions.trajectory_tasks]
        provisions = [items[item][0] for item in self.dimensions.provisions_of(group)]
        stem = f"uit.traj.{group}"
        self.figure(t("calculation.total_direct"), f"{stem}.direct", total(direct))
        self.figure(t("calculation.total_routes"), f"{stem}.leerroutes", mean)
        self.figure(t("calculation.total_provisions"), f"{stem}.voorzieningen", total(provisions))
        self.figure(
            t("calculation.total_trajectory"), f"{stem}.totaal", total([f"{stem}.leerroutes", f"{stem}.voorzieningen"])
        )
        self.figure(t("calculation.spuk"), f"reken.spuk.{group}", self._grant(group))

    def _rate(self, pay: str) -> str:
        yearly = f"{pay}*reken.opslag*(1+reken.oh.traject.fractie)+reken.oh.traject.per_fte"
        return or_not_determinable(f"({yearly})/par.productieve_uren")

    def _direct(self, group: str) -> dict[str, str]:
        t = text
        heads = ("hours", "salary", "rate", "own_cost", "outsourced", "contract_part", "cost")
        self.block(
            t("calculation.direct", groep=self.dimensions.label(group)),
            [t("common.code"), t("common.label"), *(t(f"calculation.{head}") for head in heads)],
        )
        found = {}
        for task in self.dimensions.task_codes:
            stem, row = f"traj.{group}.{task}", self.page.row
            hours, pay, rate, own, bought, contracts = (address(row, column) for column in range(3, 9))
            scale = self.known(f"{stem}.schaal")
            expressions = [
                positive(self.known(f"{stem}.uren")),
                salary(scale) if scale else NTB,
                self._rate(pay),
                needed(hours, f"{hours}*{rate}"),
                number(self.known(f"{stem}.uitbesteding")),
                self.from_contracts("traj", group, task),
                f"IF(reken.volledig=1,{total([own, bought, contracts])},0)",
            ]
            found[task] = self.line(task, self.dimensions.label(task), expressions, {9: f"uit.{stem}"})[8]
        return found

    def _items(self, group: str) -> dict[str, tuple[str, str]]:
        """Routes and provisions; gives per code the addresses of its cost and of the flag that it is answered."""
        t = text
        heads = ("hours", "salary", "rate", "fee", "group_size", "extra", "contract_part", "cost", "filled")
        self.block(
            t("calculation.items", groep=self.dimensions.label(group)),
            [t("common.code"), t("common.label"), *(t(f"calculation.{head}") for head in heads)],
        )
        found = {}
        for item in (*self.dimensions.routes_of(group), *self.dimensions.provisions_of(group)):
            stem, row = f"traj.{group}.{item}", self.page.row
            hours, pay, rate, fee, size, extra, contracts = (address(row, column) for column in range(3, 10))
            scale, people = self.known(f"{stem}.schaal"), self.known(f"{stem}.groepsgrootte")
            mine = [one.id for one in self.asked.values() if one.column and one.item == stem and one.numeric]
            expressions = [
                positive(self.known(f"{stem}.uren")),
                salary(scale) if scale else NTB,
                self._rate(pay),
                number(self.known(f"{stem}.tarief")),
                f"IF(ISNUMBER({people}),MAX({people},1),1)" if people else "1",
                number(self.known(f"{stem}.bijkomend")),
                self.from_contracts("traj", group, item),
                f"IF(reken.volledig=1,{or_not_determinable(f'IF({hours}=0,0,{hours}*{rate})+{fee}/{size}+{extra}+{contracts}')},0)",
                f"IF(OR({any_answered(mine)},{from_contract('traj', group, item)}),1,0)",
            ]
            cells = self.line(item, self.dimensions.label(item), expressions, {10: f"uit.{stem}"})
            found[item] = (cells[9], cells[10])
        return found

    def _routes(self, group: str, items: Mapping[str, tuple[str, str]]) -> str:
        """The mean of the answered routes by the municipality's own distribution, else by the national one."""
        t = text
        self.block(
            t("calculation.routes", groep=self.dimensions.label(group)),
            [
                t("common.code"),
                t("common.label"),
                *(t(f"calculation.{h}") for h in ("filled", "own_weight", "national_weight", "cost", "mix")),
            ],
        )
        first, routes = self.page.row, self.dimensions.routes_of(group)
        rows = range(first, first + len(routes))
        area = {column: f"{address(rows[0], column)}:{address(rows[-1], column)}" for column in (3, 4, 5)}
        for route in routes:
            cost, flag = items[route]
            share = f"par.route.aandeel.{route}" if f"route.aandeel.{route}" in self.parameters else NTB
            present = address(self.page.row, 3)
            own = f"IF({present}=1,{positive(self.known(f'vol.route.{route}'))},0)"
            mine, national = (f"{address(self.page.row, column)}/SUM({area[column]})" for column in (4, 5))
            mix = f"IF({present}=1,{or_not_determinable(f'IF(SUM({area[4]})>0,{mine},{national})')},0)"
            cells = [flag, own, f"IF({present}=1,{share},0)", cost, mix]
            self.line(route, self.dimensions.label(route), cells, {7: f"reken.route.{group}.{route}"})

        def mean(weight: int) -> str:
            added = "+".join(f"{column_letters(weight)}{row}*{column_letters(6)}{row}" for row in rows)
            return or_not_determinable(f"({added})/SUM({area[weight]})")

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
        own = {code: positive(self.known(f"vol.route.{code}")) for code in routes}
        added = "+".join(own.values())
        national = "+".join(f"par.route.aandeel.{code}" for code in routes)
        return f"IF({added}>0,({own[route]})/({added}),par.route.aandeel.{route}/({national}))"

    # --- 10 and 11

    def _funding(self) -> None:
        t = text
        self.block(t("calculation.funding"), [t("common.code"), t("common.label"), t("calculation.value")])
        grant = number(self.known("dek.gf"))
        self.figure(t("calculation.gf_difference"), "uit.verschil.gf", or_not_determinable(f"{grant}-uit.jaar.totaal"))
        for group in self.dimensions.trajectory_groups:
            words = t("calculation.spuk_difference", groep=self.dimensions.label(group))
            difference = or_not_determinable(f"reken.spuk.{group}-uit.traj.{group}.totaal")
            self.figure(words, f"uit.verschil.spuk.{group}", difference)
