"""What a survey definition may say: frozen, validated objects, independent of any law.

A survey folder holds `survey.yaml` (identity and dimensions), `sheets/*.yaml` (questions and their place),
`parameters.yaml` (dated amounts), `checks.yaml` (rules) and `tables.yaml` (result sheets). A part may also be a folder
`parameters/`, `checks/` or `tables/` of such files.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class Spoken:
    """Marks text that people read, and that a translation of the survey therefore says in its own language."""


Words = Annotated[str, Spoken()]


class Frozen(BaseModel):
    """Base of all definition objects: immutable, and no key that the schema does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- dimensions ------------------------------------------------------------------------------------------------


class Code(Frozen):
    """One code of a dimension or code list, with its label."""

    code: str
    label: Words
    definition: Words = ""
    excludes: Words = ""


class Task(Code):
    """A task (taak): `algemeen` or `direct`; `steering` marks the parts of regievoering."""

    kind: Literal["algemeen", "direct"]
    steering: bool = False
    trajectory: bool = False


class Item(Code):
    """A learning route or provision, with the groups it exists for."""

    groups: tuple[str, ...]


class Tally(Frozen):
    """Answers to count, every respondent once and without weights: a question of a code list, or one with a number.

    `combined` gives further shares, of several codes of the list together; `at_least` of the numbers from a bound on.
    """

    question: str
    code_list: str = ""
    combined: dict[str, tuple[str, ...]] = {}
    at_least: dict[str, float] = {}


class Respondents(Frozen):
    """Which kinds of respondents there are: the question that says so, and the answer of a joint body.

    Such a body is no municipality of the frame; it counts as one respondent beside them.
    """

    question: str
    code_list: str
    joint: str


Factor = Literal["inwoners", "stedelijkheid", "gevestigd"]


class Dimensions(Frozen):
    """The vocabulary of a survey. Routes, provisions, groups and tasks may be empty for a simpler law.

    `factors` divide the country for weighting; the national total is the mean of the estimates by each.
    """

    groups: tuple[Code, ...] = ()
    tasks: tuple[Task, ...]
    routes: tuple[Item, ...] = ()
    provisions: tuple[Item, ...] = ()
    cost_kinds: tuple[Code, ...]
    code_lists: dict[str, tuple[Code, ...]] = {}
    splits: int = 0
    trajectory_key_tasks: tuple[str, ...] = ()
    trajectory_years: int = 3
    factors: tuple[Factor, ...] = ("inwoners", "stedelijkheid", "gevestigd")
    tallies: tuple[Tally, ...] = ()
    respondents: Respondents | None = None

    @property
    def group_codes(self) -> tuple[str, ...]:
        return tuple(group.code for group in self.groups)

    @property
    def trajectory_groups(self) -> tuple[str, ...]:
        """The groups of which anything is asked over the trajectory; none under a law with annual cost only."""
        return tuple(
            group
            for group in self.group_codes
            if self.trajectory_tasks or self.routes_of(group) or self.provisions_of(group)
        )

    @property
    def task_codes(self) -> tuple[str, ...]:
        return tuple(task.code for task in self.tasks)

    @property
    def general_tasks(self) -> tuple[str, ...]:
        return tuple(task.code for task in self.tasks if task.kind == "algemeen")

    @property
    def direct_tasks(self) -> tuple[str, ...]:
        return tuple(task.code for task in self.tasks if task.kind == "direct")

    @property
    def steering_tasks(self) -> tuple[str, ...]:
        return tuple(task.code for task in self.tasks if task.steering)

    @property
    def trajectory_tasks(self) -> tuple[str, ...]:
        return tuple(task.code for task in self.tasks if task.trajectory)

    def expand(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Codes for a list of codes and dimension names, such as `taken_direct` or `voorzieningen.asiel`."""
        codes: list[str] = []
        for name in names:
            head, _, group = name.partition(".")
            named: dict[str, tuple[str, ...]] = {
                "groepen": self.group_codes,
                "taken": self.task_codes,
                "taken_algemeen": self.general_tasks,
                "taken_direct": self.direct_tasks,
                "taken_traject": self.trajectory_tasks,
                "leerroutes": self.routes_of(group),
                "voorzieningen": self.provisions_of(group),
                "kostensoorten": self.kind_codes,
                "splits": tuple(str(number) for number in range(1, self.splits + 1)),
            }
            codes.extend(named.get(head, (name,)))
        return tuple(codes)

    def entry(self, code: str) -> Code | None:
        """The task, route, provision, group or cost kind with this code, if there is one."""
        every: tuple[tuple[Code, ...], ...] = (self.tasks, self.routes, self.provisions, self.groups, self.cost_kinds)
        return next((entry for dimension in every for entry in dimension if entry.code == code), None)

    def label(self, code: str) -> str:
        """The label of a task, route, provision, group or cost kind; the code itself when it has none."""
        entry = self.entry(code)
        return entry.label if entry else code

    @property
    def kind_codes(self) -> tuple[str, ...]:
        return tuple(kind.code for kind in self.cost_kinds)

    def routes_of(self, group: str) -> tuple[str, ...]:
        """Codes of the learning routes that exist for `group`."""
        return tuple(item.code for item in self.routes if group in item.groups)

    def provisions_of(self, group: str) -> tuple[str, ...]:
        """Codes of the provisions that exist for `group`."""
        return tuple(item.code for item in self.provisions if group in item.groups)

    def codes(self, name: str) -> tuple[Code, ...]:
        """The codes of a dimension (`groepen`, `taken`, ...) or of a code list, by its name in the templates."""
        own: dict[str, tuple[Code, ...]] = {
            "groepen": self.groups,
            "taken": self.tasks,
            "leerroutes": self.routes,
            "voorzieningen": self.provisions,
            "kostensoorten": self.cost_kinds,
            "delen": (*self.tasks, *self.routes, *self.provisions),
        }
        return own[name] if name in own else self.code_lists[name]


# --- questions and their place ---------------------------------------------------------------------------------

QuestionType = Literal["tekst", "memo", "datum", "code", "aantal", "getal", "bedrag", "fractie", "schaal"]
DATE = "datum"
NUMERIC_TYPES = ("aantal", "getal", "bedrag", "fractie", "schaal")


class Condition(Frozen):
    """True when the answer to `id` is one of `values`, or, without values, is filled with anything but nvt."""

    id: str
    values: tuple[str, ...] = ()


class Field_(Frozen):
    """What a question or a grid column asks: everything but its id and row."""

    label: Words
    type: QuestionType
    unit: Words = ""
    help: Words = ""
    example: Words = ""
    minimum: float | None = None
    maximum: float | None = None
    code_list: str = ""
    required: bool = False
    applies: tuple[Condition, ...] = ()
    prefilled: str = ""
    source: Words = ""  # where a prefilled fact comes from; the survey year is shown behind it
    excludes: Words = ""
    empty_means: str = ""  # the code that no answer stands for in conditions, where the method says so
    width: float | None = None


class Question(Field_):
    """One question with its own id (a list block)."""

    id: str


class Column(Field_):
    """A column of a grid block; the question id is the block's pattern with `{rij}` and `{kolom}` filled in."""

    key: str
    heading: Words = ""
    only_rows: tuple[str, ...] = ()


class ListBlock(Frozen):
    """Questions under each other: label, answer, unit, explanation.

    `columns` ask more about each answer, such as a reason: the id is that of the question, a dot and the key. `{rij}`
    in a condition of a column stands for that question.
    """

    kind: Literal["lijst"]
    title: Words
    intro: Words = ""
    applies: tuple[Condition, ...] = ()
    questions: tuple[Question, ...]
    columns: tuple[Column, ...] = ()


class GridBlock(Frozen):
    """A matrix of questions: a row per code, a column per `Column`.

    `rows` names codes or dimensions (`taken`, `taken_traject`, `leerroutes.asiel`, `voorzieningen.gezin`, `splits`).
    `required_rows`: each row must be answered in at least one cell. `outcome`: shows the live costs of that entrance.
    `row_label` stands before the number where the rows are numbered and have no label of their own.
    """

    kind: Literal["rooster"]
    title: Words
    intro: Words = ""
    applies: tuple[Condition, ...] = ()
    required_rows: bool = False
    id: str
    rows: tuple[str, ...]
    row_label: Words = ""
    columns: tuple[Column, ...]
    outcome: Literal["", "jaar", "traject"] = ""
    group: str = ""


Block = Annotated[ListBlock | GridBlock, Field(discriminator="kind")]


class Sheet(Frozen):
    """An input sheet of the survey workbook; `applies` says whom it is for."""

    key: str
    name: str
    title: Words
    intro: Words = ""
    remark: Words = ""
    applies: tuple[Condition, ...] = ()
    blocks: tuple[Block, ...]


# --- parameters ------------------------------------------------------------------------------------------------

Reliability = Literal["hoog", "middel", "afgeleid", "laag", "keuze"]


class Amount(Frozen):
    """A value from a date on, with its source. A missing value means: not known, to be given, never zero."""

    from_: dt.date = Field(alias="vanaf")
    value: float | str | None = Field(alias="waarde")
    source: str = Field(alias="bron")
    reliability: Reliability | Literal["ontbreekt"] = Field(alias="betrouwbaarheid")
    until: dt.date | None = Field(default=None, alias="tot")


class Follows(Frozen):
    """The parameter `code` as it is on the day `op`."""

    code: str
    on: dt.date = Field(alias="op")


class Parameter(Frozen):
    """A dated parameter; a later date adds an amount and never edits an earlier one.

    `alleen_analyse`: only the analysis asks for it; the survey workbooks of municipalities do without.
    `volgt`: its amount is that of another parameter on a day, and is not given here (`templates.following`).
    """

    code: str
    label: Words
    unit: Words = Field(alias="eenheid")
    amounts: tuple[Amount, ...] = Field(default=(), alias="waarden")
    follows: Follows | None = Field(default=None, alias="volgt")
    choices: tuple[str, ...] = Field(default=(), alias="keuzes")
    minimum: float | None = None
    maximum: float | None = None
    analysis_only: bool = Field(default=False, alias="alleen_analyse")

    @model_validator(mode="before")
    @classmethod
    def _one_source(cls, read: Any) -> Any:
        if isinstance(read, dict) and ("waarden" in read) == ("volgt" in read):
            raise ValueError("geef 'waarden' of 'volgt', een van beide")
        return read

    @field_validator("amounts")
    @classmethod
    def _dates_ascend(cls, amounts: tuple[Amount, ...]) -> tuple[Amount, ...]:
        dates = [amount.from_ for amount in amounts]
        if dates != sorted(set(dates)):
            raise ValueError("de datums 'vanaf' lopen niet op")
        return amounts

    def in_force(self, on: dt.date) -> Amount | None:
        """The amount in force on a day, or None before the first date, after `tot`, or when it is unknown."""
        valid = [amount for amount in self.amounts if amount.from_ <= on]
        if not valid or valid[-1].value is None or (valid[-1].until is not None and on > valid[-1].until):
            return None
        return valid[-1]


# --- checks ----------------------------------------------------------------------------------------------------

Severity = Literal["fout", "waarschuwing", "vraag"]
Family = Literal["juistheid", "volledigheid", "consistentie", "plausibiliteit"]


class Rule(Frozen):
    """A check over named cells. `kind` says how it is evaluated, in the workbook and in the collector alike.

    som: the parts add up to `total` (or, without `total`, to `value`) within the tolerance; asked when at least one
        part is answered (a number or nvt) and, with a `total`, at least one cell of it is answered too.
    hoogstens: the sum of the parts is at most `total` or `value`; asked as som is.
    Nobody can say whether both fit while a cell of `total` is onbekend, nor, in som, whether the parts fall short while
    one of them is: then only parts that exceed it are wrong.
    minimaal: the sum of the parts is at least `total` or `value`; asked whenever `when` holds, unanswered counts as 0.
    samen: when one of `parts` is a number above 0, every cell of `total` must be filled with something but onbekend.
    salaris: when there is effort or are hours, their scale must be one with a salary. It names no cells: its cases are
        all scales that the survey asks (`templates.rules`).
    `when` must hold for the rule to be asked, and nothing of `unless`. The tolerance is max(absolute, relative x
    |expected|), counts exact.
    """

    id: str
    family: Family
    severity: Severity
    kind: Literal["som", "minimaal", "hoogstens", "samen", "salaris"]
    parts: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    value: float | None = None
    relative: float = 0.0
    absolute: float = 0.0
    over: dict[str, tuple[str, ...]] = {}
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    text: Words

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All conditions on which it depends whether the rule is asked."""
        return (*self.when, *self.unless)

    @property
    def soft(self) -> bool:
        """Whether an explanation settles it: what is no mistake may be right."""
        return self.severity != "fout"

    @model_validator(mode="after")
    def _has_target(self) -> Rule:
        if self.kind == "salaris":
            return self
        if not self.parts:
            raise ValueError("een regel heeft 'parts' nodig")
        if not self.total and self.value is None:
            raise ValueError("een regel heeft 'total' of 'value' nodig")
        return self


# --- result tables ---------------------------------------------------------------------------------------------


class Pick(Frozen):
    """Which row of the results a cell shows: any subset of the key columns."""

    maat: str | None = None
    onderdeel: str | None = None
    groep: str | None = None
    indeling: str | None = None
    klasse: str | None = None
    weging: str | None = None


class TableRow(Frozen):
    """A row of a result table; a row without pick is a heading.

    `cells` narrows the pick of single cells, by the position of their column (1-based), where row and column alone
    cannot say it. `apart`: a row that does not belong to the heading above it.
    """

    label: str
    pick: Pick | None = None
    cells: dict[int, Pick] = {}
    apart: bool = False
    style: Literal["gewoon", "totaal", "kop"] = "gewoon"


class TableColumn(Frozen):
    """A column of a result table: what to pick, which figure of it to show, and how.

    `vanaf` shows the low end of the band, or the figure itself where it has no band; `interval_laag` and
    `interval_hoog` show the 95% interval, which follows from the standard error and is not the band. `upper` is the
    high end of the band in the column before it; without a label of its own it shares that column's heading. The
    format `kruis` writes an X for 1 and nothing for 0. `recount` computes the figure once more by a live formula from
    other columns of its row, named by their position: "[2]-[1]". It stands beside the unrounded figures, so that anyone
    sees that both agree.
    """

    label: str
    pick: Pick = Pick()
    show: Literal[
        "vanaf", "waarde", "laag", "hoog", "min", "max", "se", "n", "afstand", "interval_laag", "interval_hoog"
    ] = "waarde"
    format: Literal["euro", "mln", "mln_1", "procent", "getal", "aantal", "ratio", "kruis"] = "euro"
    rounding: float | None = None
    upper: bool = False
    recount: str = Field(default="", pattern=r"^[-+*/()0-9.\[\] ]*$")


class Series(Frozen):
    """A series of a native chart: a column of the table by its position (1-based)."""

    column: int
    label: str = ""


class Chart(Frozen):
    """A native chart linked to cells of its table.

    `staaf` lies, `kolom` stands; `gestapeld` stacks to the whole of 100%, `opgeteld` stacks amounts; `bereik` is a line
    from the first series to the last, with a dot for one between them.
    """

    kind: Literal["staaf", "kolom", "gestapeld", "opgeteld", "cirkel", "bereik"]
    title: str
    alt_text: str
    rows: tuple[int, ...] = ()
    series: tuple[Series, ...]
    unit: str = ""

    @model_validator(mode="after")
    def _range_has_ends(self) -> Chart:
        if self.kind == "bereik" and len(self.series) not in (2, 3):
            raise ValueError("een bereik heeft twee of drie reeksen: laag, eventueel midden, en hoog")
        return self


class ResultTable(Frozen):
    """A readable result sheet of the analysis workbook.

    `about` names what its rows are about ("Taak", "Klasse"), `headings` what its headings divide them into, `chapter`
    the part of the contents that it stands in.
    """

    id: str
    sheet: str
    title: str
    about: str = ""
    headings: str = ""
    chapter: str = ""
    subtitle: str = ""
    pick: Pick = Pick()
    rows: tuple[TableRow, ...]
    columns: tuple[TableColumn, ...]
    rests_on: str
    charts: tuple[Chart, ...] = ()


# --- the survey ------------------------------------------------------------------------------------------------


class Identity(Frozen):
    """`survey.yaml`: who the survey is, and its vocabulary.

    `uses` names files of `templates/shared/` whose parameters come before its own, such as the pay of municipalities.
    `country`: the survey whose example frame the example of this one is about.
    """

    id: str
    version: str
    year: int
    title: Words
    law: Words
    unit_of_count: Words
    units_of_count: Words = ""
    uses: tuple[str, ...] = ()
    country: str = ""
    scope: tuple[Words, ...] = ()
    out_of_scope: tuple[Words, ...] = ()
    how_to: tuple[Words, ...] = ()
    terms: tuple[Code, ...] = ()
    privacy: Words = ""
    contact: Words = ""
    sign_off: tuple[Question, ...] = ()  # who establishes the answers, under the summary: roles, no names
    dimensions: Dimensions


class Survey(Frozen):
    """A whole survey definition."""

    identity: Identity
    sheets: tuple[Sheet, ...]
    parameters: tuple[Parameter, ...]
    rules: tuple[Rule, ...]
    tables: tuple[ResultTable, ...]
    language: str = "nl"

    @property
    def id(self) -> str:
        return self.identity.id

    @property
    def version(self) -> str:
        return self.identity.version

    @property
    def dimensions(self) -> Dimensions:
        return self.identity.dimensions
