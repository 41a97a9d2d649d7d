"""Edits that people make in the lists of the analysis workbook, combined at random by a mutator that knows them.

`case(raw, lists, seed)` gives the file and what each touched cell shows; `wrong(inputs, refused, case)` names what
counts otherwise than its cell shows with nothing said, and rows that count nowhere untold.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.analysis import layout as place
from generator.ooxml.sheet import address, parse_area
from tests.hostile.edits import dutch
from tests.hostile.raw import Raw, beside
from xl_addin.books.analysis import Inputs

NUMBER, CODE, CHOICE, WORDS = "number", "code", "choice", "words"
ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?")


@dataclass(frozen=True)
class ListOf:
    """A list as it stands: its sheet, the rows of its table, its header, and the values by row and column."""

    table: str
    sheet: str
    top: int
    left: int
    bottom: int
    header: Sequence[str]
    rows: Sequence[Mapping[str, object]]

    def cell(self, row: int, column: str) -> str:
        return address(self.top + 1 + row, self.left + self.header.index(column))


@dataclass
class Touched:
    """A cell that was changed: what it shows, the values that may count silently, and those that must be told."""

    table: str
    row: int
    column: str
    cell: str
    typed: str
    of: str
    silent: tuple[object, ...] = ()
    told: tuple[object, ...] = ()


@dataclass
class Case:
    raw: Raw
    touched: list[Touched] = field(default_factory=list)
    rows: list[tuple[str, str, tuple[object, ...]]] = field(default_factory=list)
    codes: bool = False
    emptied: bool = False
    notes: list[tuple[str, str]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)


def lists_in(book: Any, names: Sequence[str]) -> dict[str, ListOf]:
    """The lists of an open workbook."""
    found = {}
    for sheet in book.sheets:
        for table in sheet.tables:
            if table.name in names:
                top, left, bottom, _ = parse_area(table.range.address.replace("$", ""))
                values = table.range.options(ndim=2).value
                header = [str(one) for one in values[0]]
                rows = [dict(zip(header, row, strict=True)) for row in values[1:]]
                found[table.name] = ListOf(table.name, str(sheet.name), top, left, bottom, header, rows)
    return found


NUMERIC = {
    place.FRAME_TABLE: ("inwoners", "gf_euro", "asiel_begeleid", "gevestigd"),
    place.PARAMETERS_TABLE: ("waarde",),
    place.ANSWERS_TABLE: ("vol.asiel.begeleid", "jaar.intake.inhuur", "traj.asiel.intake.uren", "gr.aandeel"),
}
UNITS = {
    "inwoners": "inwoners", "asiel_begeleid": "inburgeraars", "gevestigd": "personen", "gf_euro": "euro",
    "vol.asiel.begeleid": "inburgeraars", "jaar.intake.inhuur": "euro", "traj.asiel.intake.uren": "uur",
    "gr.aandeel": "%",
}  # fmt: skip
PLAIN_NUMBERS = (0, 7.5, 12, 150, 1200, 45_000)


def case(base: Raw, lists: Mapping[str, ListOf], seed: int) -> Case:
    """The workbook after one to six edits."""
    chance = random.Random(seed)
    made = Case(base.again())
    if chance.random() < 0.1:
        _sorted(made, lists, chance)
        return made
    for _ in range(chance.randint(1, 5)):
        chance.choice(EDITS)(made, lists, chance)
    if chance.random() < 0.3:
        _shared(made)
    return made


def _type(made: Case, of: ListOf, row: int, column: str, value: object, look: str = "", formula: str = "") -> str:
    cell = of.cell(row, column)
    made.raw.put(of.sheet, cell, value, made.raw.look(look) if look else None, formula)
    made.log.append(f"{of.table} {cell} {column}: {value!r} {look} {formula}")
    return cell


def _number(made: Case, lists: Mapping[str, ListOf], chance: random.Random) -> None:
    table = chance.choice([one for one in NUMERIC if one in lists and lists[one].rows])
    of = lists[table]
    column = chance.choice([one for one in NUMERIC[table] if one in of.header])
    at = chance.randrange(len(of.rows))
    if table == place.PARAMETERS_TABLE and not isinstance(of.rows[at]["waarde"], float):
        return
    if any(one.row == at and one.column in (column, "code") and one.table == table for one in made.touched):
        return
    number, n = (one := chance.choice(PLAIN_NUMBERS)), dutch(one)
    unit = UNITS.get(column, "")
    kinds: list[tuple[object, str, tuple[object, ...], tuple[object, ...]]] = [
        (number, "", (float(number),), ()),
        (number, "#,##0.00", (float(number),), ()),
        (n, "", (), (float(number),)),
        (n, "@", (), (float(number),)),
        (f" {n} ", "", (), (float(number),)),
        ("1.234,5", "", (), (1234.5,)),
        ("1.234.567", "", (), (1234567.0,)),
        ("12.500", "", (), ()),
        ("12,500", "", (), ()),
        (f"{n}\n{n}", "", (), ()),
        (f"{n} of {n}", "", (), ()),
        (f"ca. {n}", "", (), ()),
        (f"{n} fte", "", (), ()),
        (f"{n} dollar", "", (), ()),
        ("veel", "", (), ()),
        ("-", "", (), ()),
        ("?", "", (None, "onbekend"), ("onbekend",)),
        ("onbekend", "", (None, "onbekend"), ("onbekend",)),
        ("nvt", "", ("nvt",), ()),
        (".", "", (None,), ()),
        (None, "", (None,), ()),
        ("  ", "", (None,), ()),
        (True, "", ("waar",), ()),
        (False, "", ("onwaar",), ()),
        (46147, "d-m-yyyy", ("5-5-2026",), ()),
        (46147.5, "dd-mm-yyyy hh:mm", ("5-5-2026",), ()),
        (0.3125, "h:mm", (), ()),
        (1.8125, "[h]:mm", (), ()),
        ("<r><rPr><strike/></rPr><t>120</t></r><r><t>150</t></r>", "", (), ()),
        ("<r><t>2350</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r>", "", (), ()),
        *((error, "", (), ()) for error in ERRORS),
        (-5, "", (-5.0,) if table != place.FRAME_TABLE else (), ()),
    ]  # fmt: skip
    if unit and unit != "%":
        kinds.append((f"{n} {unit}", "", (), (float(number),)))
        kinds.append((f"{n}%", "", (), ()))
    if unit == "%":
        kinds.append(("40%", "", (), (0.4,)))
    value, look, silent, told = chance.choice(kinds)
    cell = _type(made, of, at, column, value, look)
    made.touched.append(Touched(table, at, column, cell, str(value), str(of.rows[at]["code"]), silent, told))


def _code(made: Case, lists: Mapping[str, ListOf], chance: random.Random) -> None:
    table = chance.choice((place.FRAME_TABLE, place.SAMPLE_TABLE, place.ANSWERS_TABLE, place.PARAMETERS_TABLE))
    of = lists[table]
    at = chance.randrange(len(of.rows))
    code = str(of.rows[at]["code"])
    other = str(chance.choice(of.rows)["code"])
    variants = [code.lower(), f" {code} ", f"\u00a0{code}", code.capitalize()]
    if table != place.PARAMETERS_TABLE:
        variants += [code.replace("GM", "gm "), code.replace("GM", "GM ")]
    value = chance.choice([*variants, *variants, other, "GM99999", "onzin", None, "#N/A", True, 344, 46147])
    made.touched = [one for one in made.touched if (one.table, one.row) != (table, at)]
    cell = _type(made, of, at, "code", value, "d-m-yyyy" if value == 46147 else "")
    made.codes = True
    silent: tuple[object, ...] = (code,) if value in variants else (None,) if value is None else ()
    made.touched.append(Touched(table, at, "code", cell, str(value), code, silent))


def _choice(made: Case, lists: Mapping[str, ListOf], chance: random.Random) -> None:
    table, column, words = chance.choice(
        (
            (place.FRAME_TABLE, "stedelijkheid", ("laag", "gemiddeld", "hoog")),
            (place.SAMPLE_TABLE, "status", ("geweigerd", "toegezegd")),
            (place.FINDINGS_TABLE, "status", ("akkoord", "besproken")),
        )
    )
    of = lists[table]
    if column not in of.header or not of.rows:
        return
    at, word = chance.randrange(len(of.rows)), chance.choice(words)
    if any(one.row == at and one.table == table for one in made.touched):
        return
    spelled = (word, word.upper(), f"{word} ", word.capitalize())
    value = chance.choice((*spelled, *spelled, f"{word}x", "misschien", 3, True, "#N/A"))
    cell = _type(made, of, at, column, value)
    silent = (word,) if value in spelled else ()
    made.touched.append(Touched(table, at, column, cell, str(value), str(of.rows[at]["code"]), silent))


def _below(made: Case, lists: Mapping[str, ListOf], chance: random.Random) -> None:
    """A row typed under a list, or a note."""
    answers, gap = lists[place.ANSWERS_TABLE], chance.choice((0, 1, 3))
    code = str(chance.choice(answers.rows)["code"])
    table, row, counts = chance.choice(
        (
            (place.EXCLUSIONS_TABLE, (code, "jaar", "toets"), True),
            (place.CORRECTIONS_TABLE, (code, "vol.asiel.begeleid", None, 7), True),
            (place.PARAMETERS_TABLE, ("salaris.schaal.17", 120_000), True),
            (place.SAMPLE_TABLE, ("GM9998", "gemeente"), True),
            (place.CORRECTIONS_TABLE, ("Let op: nog overleggen",), False),
            (place.PARAMETERS_TABLE, ("totaal", None), False),
            (place.EXCLUSIONS_TABLE, (None, "zie mail"), False),
        )
    )
    of = lists[table]
    if any(of.table == one for one, *_ in made.rows) or any(of.sheet == one for one, _ in made.notes):
        return
    first = address(of.bottom + 1 + gap, of.left)
    for at, value in enumerate(row):
        if value is not None:
            made.raw.put(of.sheet, beside(first, columns=at), value)
    made.log.append(f"{table} {first}: {row}")
    if counts:
        made.rows.append((table, first, row))
    else:
        made.notes.append((of.sheet, first))


def _correction(made: Case, lists: Mapping[str, ListOf], chance: random.Random) -> None:
    """Lines in the list of corrections, right and wrong."""
    of, answers = lists[place.CORRECTIONS_TABLE], lists[place.ANSWERS_TABLE]
    if any(one == of.table for one, *_ in made.rows):
        return
    given = chance.choice(answers.rows)
    question = chance.choice(NUMERIC[place.ANSWERS_TABLE])
    old = given.get(question)
    new, silent = chance.choice(
        (
            (7, 7.0),
            ("8", 8.0),
            ("1.234,5", 1234.5),
            ("nvt", "nvt"),
            ("?", "onbekend"),
            ("12.500", None),
            (True, None),
            ("#N/A", None),
            ("veel", None),
            ("12\n13", None),
            ("<r><rPr><strike/></rPr><t>120</t></r><r><t>150</t></r>", None),
        )
    )
    code = chance.choice((str(given["code"]), str(given["code"]).lower(), f"{given['code']} ", "GM0000", None))
    name = chance.choice((question, question.upper(), f" {question}", f"{question}x", None))
    for column, value in zip(("code", "id", "oud", "nieuw"), (code, name, old, new), strict=True):
        made.raw.put(of.sheet, of.cell(0, column), value)
    made.log.append(f"correction {code} {name} {old!r} {new!r}")
    known = code not in ("GM0000", None) and name is not None and not str(name).endswith("x")
    made.touched = [one for one in made.touched if one.table != place.ANSWERS_TABLE or one.column != question]
    shown = (str(given["code"]), question, silent) if known and silent is not None else ()
    made.rows.append((of.table, of.cell(0, "code"), shown))


def _sorted(made: Case, lists: Mapping[str, ListOf], chance: random.Random) -> None:
    """Two rows of a list change places; nothing may come of it."""
    of = lists[chance.choice((place.FRAME_TABLE, place.ANSWERS_TABLE))]
    one, other = chance.sample(range(len(of.rows)), 2)
    made.raw.swap(of.sheet, of.top + 1 + one, of.top + 1 + other)
    column = NUMERIC[of.table][0]
    for row in (one, other):
        code, value = str(of.rows[row]["code"]), of.rows[row][column]
        made.touched.append(Touched(of.table, row, column, of.cell(row, column), str(value), code, (value,)))
    made.log.append(f"swap {of.table} {one} {other}")


def _filtered(made: Case, lists: Mapping[str, ListOf], chance: random.Random) -> None:
    part = made.raw.sheets[lists[place.FRAME_TABLE].sheet]
    made.raw.changed[part] = re.sub(r'<row r="\d*[3-7]"(?! hidden)', r'\g<0> hidden="1"', made.raw.text(part))
    made.log.append("filtered")


def _emptied(made: Case, lists: Mapping[str, ListOf], chance: random.Random) -> None:
    """A row is emptied, not deleted: it is no row any more."""
    of = lists[place.SAMPLE_TABLE]
    at = chance.randrange(len(of.rows))
    for column in of.header:
        made.raw.put(of.sheet, of.cell(at, column), None)
    made.touched = [one for one in made.touched if (one.table, one.row) != (of.table, at)]
    made.emptied = True
    made.log.append(f"emptied {of.table} {at}")


def _shared(made: Case) -> None:
    made.raw.shared()
    made.log.append("shared strings")


EDITS = (_number, _number, _number, _number, _code, _choice, _choice, _below, _correction, _filtered, _emptied)


def wrong(inputs: Inputs | None, refused: Sequence[tuple[str, str]], made: Case, corrected: Any) -> list[str]:
    """What counts otherwise than its cell shows. refused: code and cell of what stopped the command."""
    if inputs is None:
        rows = {parse_area(cell)[0] for _, cell in refused if cell}
        mine = {parse_area(one.cell)[0] for one in made.touched} | {parse_area(cell)[0] for _, cell, _ in made.rows}
        # of a code that stands there twice the second is named; without a cell it is the whole column
        of_code = {code for code, _ in refused} <= {"BOOK_CODE_WRONG", "BOOK_PARAMETER_TWICE"} and (
            made.codes or made.emptied
        )
        known = bool(rows & mine) or of_code or any(not cell for _, cell in refused)
        return [] if known else [f"refused {list(refused)[:3]} for rows {sorted(mine)}"]
    told = {(one.blad, one.cel) for one in (*inputs.told, *corrected.findings)}
    cells = {cell for _, cell in told}
    bad = []
    for one in made.touched:
        value = _counted(inputs, one, corrected)
        value = None if value is not None and value != value else value
        said = one.cell in cells
        # words among the answers are judged by the checks, as in a returned workbook; a status is told as it stands
        words = isinstance(value, str) and value not in ("nvt", "onbekend")
        words = words and (one.table == place.ANSWERS_TABLE or (one.column == "status" and said))
        fine = value in one.silent or words or (said and value in (None, "onbekend", *one.told))
        if not fine or isinstance(value, bool):
            bad.append(f"{one.table} {one.cell} {one.column} shows {one.typed!r}, counts as {value!r}, told {said}")
    for sheet, cell in made.notes:
        if cell not in cells and not any(parse_area(c)[0] == parse_area(cell)[0] for _, c in told if c):
            bad.append(f"note at {sheet} {cell} is not told")
    for table, cell, row in made.rows:
        if not _counts(inputs, table, row, corrected) and not any(
            c and parse_area(c)[0] == parse_area(cell)[0] for _, c in told
        ):
            bad.append(f"row of {table} at {cell} {row} does not count and is not told")
    return bad


def _counted(inputs: Inputs, one: Touched, corrected: Any) -> object:
    """What a cell counts as."""
    if one.column == "code":
        tables = {
            place.FRAME_TABLE: inputs.frame.index, place.SAMPLE_TABLE: inputs.sample.index,
            place.ANSWERS_TABLE: inputs.answers.index, place.PARAMETERS_TABLE: list(inputs.parameters),
        }  # fmt: skip
        return next((code for code in one.silent if code in tables[one.table]), None)
    if one.table == place.FINDINGS_TABLE:
        return inputs.findings.open[one.column].iloc[one.row] or None
    if one.table == place.PARAMETERS_TABLE:
        return inputs.parameters.get(one.of)
    frames = {
        place.FRAME_TABLE: inputs.frame, place.ANSWERS_TABLE: corrected.answers, place.SAMPLE_TABLE: inputs.sample
    }  # fmt: skip
    table = frames[one.table]
    value = table.at[one.of, one.column] if one.of in table.index else None
    return None if isinstance(value, str) and not value else value


def _counts(inputs: Inputs, table: str, row: tuple[object, ...], corrected: Any) -> bool:
    if not row:
        return False
    if table == place.EXCLUSIONS_TABLE:
        return str(row[0]) in list(inputs.exclusions["code"])
    if table == place.PARAMETERS_TABLE:
        return inputs.parameters.get(str(row[0])) == row[1]
    if table == place.SAMPLE_TABLE:
        return row[0] in inputs.sample.index
    new = row[2] if len(row) == 3 else row[3]
    return str(row[0]) in corrected.answers.index and corrected.answers.at[str(row[0]), str(row[1])] == new
