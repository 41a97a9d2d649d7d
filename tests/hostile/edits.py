"""Edits that people and programs make in a survey workbook, combined at random by a mutator that knows what it did.

`case(raw, survey, seed)` gives the file, what each cell shows to a person, and what must be told. `wrong(filled, case)`
names every answer that is not what its cell shows and of which nothing is said, and everything that went untold.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.ooxml.sheet import address, parse_cell
from templates.questions import Asked
from tests.hostile.raw import WORKBOOK, Raw, _is_sheet
from tests.hostile.workbooks import packed, parts
from xl_addin.intake.filled import Filled

COMMENTS = "xl/comments1.xml"
NUMBERS = (0, 1, 7.5, 12, 120, 150, 999.99, 1200, 45_000, 1_200_000)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = (
    (MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)
FAMILY_WORDS = {"euro": ("euro",), "uur": ("uren",), "fte": ("fte",), "%": ("fractie", "%")}
Value = str | float


@dataclass
class Shown:
    """What the cell of a question shows: answers that may be read of it silently, and those that must be told."""

    typed: str
    silent: frozenset[Value] = frozenset()
    told: frozenset[Value] = frozenset()


@dataclass
class Case:
    """A spoiled file: what its touched cells show, what else was written and where, and what may be missing."""

    raw: Raw
    shown: dict[str, Shown] = field(default_factory=dict)
    beside: list[tuple[str, str, int, int]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    log: list[str] = field(default_factory=list)
    places: dict[str, tuple[str, int, int]] = field(default_factory=dict)

    def of_row(self, sheet: str, row: int) -> set[str]:
        """The questions in a row as it is now."""
        return {name for name, (where, at, _) in self.places.items() if where == sheet and at == row}

    def moved(self, change: Callable[[str, int], tuple[str, int]]) -> None:
        """Rows or sheets went elsewhere."""
        self.places = {name: (*change(sheet, row), column) for name, (sheet, row, column) in self.places.items()}
        self.beside = [(kind, *change(sheet, row), column) for kind, sheet, row, column in self.beside]
        self.hang()

    def hang(self) -> None:
        """The remark hangs on its cell, wherever that went."""
        here = [address(row, column) for kind, _, row, column in self.beside if kind == "remarks"]
        if here:
            text = re.sub(r'ref="[A-Z]+\d+"', f'ref="{here[0]}"', self.raw.text(COMMENTS))
            self.raw.changed[COMMENTS] = text


def absolute(row: int, column: int) -> str:
    """An address that stays: $B$12."""
    return re.sub(r"([A-Z]+)([0-9]+)", r"$\1$\2", address(row, column))


def dutch(number: float) -> str:
    """A number as a Dutch person types it."""
    return f"{number:.10g}".replace(".", ",")


def case(base: Raw, asked: Sequence[Asked], codes: Mapping[str, Sequence[str]], seed: int) -> Case:
    """The workbook after up to ten edits; the same seed spoils it the same way."""
    chance = random.Random(seed)
    made = Case(base.again())
    for one in asked:
        sheet, cell = made.raw.spot(one.id)
        made.places[one.id] = (sheet, *parse_cell(cell))
    for one in chance.sample(asked, chance.randint(0, 6)):
        _answer(made, one, codes.get(one.field.code_list, ()), chance)
    for step in chance.choices(BESIDE, k=chance.choice((0, 0, 1, 2))):
        step(made, chance)
    for step in chance.choices(STRUCTURE, k=chance.choice((0, 0, 1, 1, 2, 3))):
        step(made, chance)
    for step in chance.sample(WRITERS, k=chance.choice((0, 0, 1, 1, 2))):
        step(made, chance)
    return made


# --- what is typed in the cell of an answer


def _answer(made: Case, asked: Asked, codes: Sequence[str], chance: random.Random) -> None:
    kinds = _numbers if asked.numeric else _codes if asked.field.type == "code" else _words
    value, look, struck, formula, shown = kinds(asked, codes, chance)
    sheet, row, column = made.places[asked.id]
    number = made.raw.look(look, struck) if look or struck else None
    made.raw.put(sheet, address(row, column), value, number, formula)
    made.shown[asked.id] = shown
    made.log.append(f"{asked.id}: {value!r} {look} {'struck' if struck else ''} {formula}")


Typed = tuple[object, str, bool, str, Shown]


def _fits(asked: Asked, family: str) -> bool:
    return any(word in asked.field.unit for word in FAMILY_WORDS[family])


def _numbers(asked: Asked, _: Sequence[str], chance: random.Random) -> Typed:
    number, other = chance.choice(NUMBERS), chance.choice(NUMBERS)
    how = chance.choice((_as_text, _as_text, _as_number, _as_number, _as_other))
    return how(asked, float(number), float(other), chance)


TEXTS: tuple[tuple[str, str, str], ...] = (
    # what is typed, the unit in it, and how it may be read: = the number, % a part, # nothing, or a formula in n
    ("{}", "", "="),
    (" {} ", "", "="),
    ("\u00a0{}", "", "="),
    ("'{}", "", "="),
    ("+{}", "", "="),
    ("-{}", "", "-"),
    ("\u2212{}", "", "-"),
    ("{}-", "", "#"),
    ("({})", "", "#"),
    ("\u20ac {}", "euro", "="),
    ("{} \u20ac", "euro", "="),
    ("EUR {}", "euro", "="),
    ("{} euro", "euro", "="),
    ("{} Euro.", "euro", "="),
    ("{} uur", "uur", "="),
    ("{}u", "uur", "="),
    ("{} uren", "uur", "="),
    ("{} fte", "fte", "="),
    ("{} FTE", "fte", "="),
    ("{}%", "%", "%"),
    ("{} %", "%", "%"),
    ("{} procent", "%", "%"),
    ("{}\u2030", "", "#"),
    ("{}\n{m}", "", "#"),
    ("{}\r\n{m}", "", "#"),
    ("{}\t{m}", "", "#"),
    ("{}_x000B_{m}", "", "#"),
    ("{}; {m}", "", "#"),
    ("{} / {m}", "", "#"),
    ("{}+{m}", "", "#"),
    ("{} of {m}", "", "#"),
    ("{} \u00e0 {m}", "", "#"),
    ("{} - {m}", "", "#"),
    ("{}:{m}", "", "#"),
    ("{} x {m}", "", "#"),
    ("ca. {}", "", "#"),
    ("\u00b1 {}", "", "#"),
    ("> {}", "", "#"),
    ("~{}", "", "#"),
    ("{} k", "", "#"),
    ("{} mln", "", "#"),
    ("{} duizend", "", "#"),
    ("{} dagen per week", "", "#"),
    ("{}*", "", "#"),
    ("{}\u00b9", "", "#"),
    ("$ {}", "", "#"),
    ("\u00a3{}", "", "#"),
    ("{} dollar", "", "#"),
    ("zie {}", "", "#"),
    ("twaalf", "", "#"),
    ("XII", "", "#"),
    ("{}e3", "", "e"),
    ("#N/A", "", "#"),
    ("#DEEL/0!", "", "#"),
    ("#VERW!", "", "#"),
    ("12.500", "", "#"),
    ("12,500", "", "#"),
    ("1.000", "", "#"),
    ("0.125", "", "@0.125"),
    ("0,125", "", "@0.125"),
    ("1.234,56", "", "@1234.56"),
    ("1,234.56", "", "@1234.56"),
    ("1.234.567", "", "@1234567"),
    ("1,234,567", "", "@1234567"),
    ("1 234 567", "", "@1234567"),
    ("1\u00a0234,5", "", "@1234.5"),
    ("12.50", "", "@12.5"),
    ("12,50", "", "@12.5"),
    ("1234.567", "", "@1234.567"),
    ("1.23.4", "", "#"),
    ("12,34,56", "", "#"),
    ("1.200,-", "euro,-", "@1200"),
    ("12,--", "euro,-", "@12"),
    ("nvt", "", "@nvt"),
    ("N.v.t.", "", "@nvt"),
    ("niet van toepassing", "", "@nvt"),
    ("onbekend", "", "@onbekend"),
    ("Onbekend", "", "@onbekend"),
    ("?", "", "@onbekend"),
    ("p.m.", "", "@onbekend"),
    ("weet niet", "", "@onbekend"),
    ("-", "", "#"),
    ("--", "", "#"),
    ("x", "", "#"),
    (".", "", "#"),
    ("   ", "", "@"),
    ("\u200b{}", "", "#"),
    ("_x000D_{}", "", "="),
    ("5-5-2026", "", "#"),
    ("43:30", "", "#"),
    ("7u30", "", "#"),
    ("1e400", "", "#"),
    ("nan", "", "#"),
    ("inf", "", "#"),
    ("WAAR", "", "#"),
    ("=12*3", "", "#"),
    ("<b>12</b>", "", "#"),
)


def _as_text(asked: Asked, number: float, other: float, chance: random.Random) -> Typed:
    pattern, unit, how = chance.choice(TEXTS)
    text = pattern.replace("{m}", dutch(other)).replace("{}", dutch(number))
    text = text.replace("\r\n", "_x000D_\n") if chance.random() < 0.5 else text
    ambiguous = re.search(r"(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?![\d.,])", text) is not None
    look = chance.choice(("", "", "@"))
    told: set[Value] = set()
    fits = not unit or _fits(asked, unit.partition(",")[0]) or unit.endswith(",-")
    if fits and not ambiguous:
        if how == "=":
            told.add(number)
        elif how == "-":
            told.add(-number)
        elif how == "%":
            told.add(number / 100)
        elif how == "e":
            told.add(number * 1000)
    if how.startswith("@") and fits:
        value = how[1:]
        told.add(value if value in ("nvt", "onbekend") else float(value) if value else "")
    plain = text.replace("_x000D_", "\r").replace("_x000B_", "\v").strip()
    return text, look, False, "", Shown(text, frozenset({plain, text.strip()}), frozenset(told))


LOOKS: tuple[tuple[str, str], ...] = (
    # a number format, and what it does: = nothing that matters, a unit, or # another thing than the number
    ("", "="),
    ("General", "="),
    ("0", "="),
    ("0.00", "="),
    ("#,##0", "="),
    ("#,##0.00;[Red]-#,##0.00", "="),
    ("0.00E+00", "="),
    ("@", "="),
    ("# ?/?", "="),
    ("0000", "="),
    ('0" uur"', "uur"),
    ('0.0" fte"', "fte"),
    ('"\u20ac" #,##0', "euro"),
    ('_-"\u20ac"* #,##0.00_-;_-"\u20ac"* -#,##0.00_-', "euro"),
    ("[$\u20ac-413] #,##0", "euro"),
    ("[$$-409]#,##0", "#"),
    ("0%", "%"),
    ("0.00%", "%"),
    ('0" dagen"', "#"),
    ("#,##0,", "#"),
    ('#,##0.0,," mln"', "#"),
    ("h:mm", "#"),
    ("[h]:mm", "#"),
    ("[mm]:ss", "#"),
    ("hh:mm:ss", "#"),
    ("[$-F400]h:mm:ss AM/PM", "#"),
    ("d-m-yyyy", "#"),
    ("dd-mmm-yy", "#"),
    ("[$-413]d mmmm jjjj", "#"),
    ("mmm-yy", "#"),
    ("yyyy", "#"),
    (";;;", "#"),
)


def _as_number(asked: Asked, number: float, _: float, chance: random.Random) -> Typed:
    code, what = chance.choice(LOOKS)
    struck = chance.random() < 0.1
    shows = what == "=" or (what in FAMILY_WORDS and _fits(asked, what))
    value: object = int(number) if number.is_integer() and chance.random() < 0.7 else number
    silent = frozenset({number} if shows and not struck else ())
    formula = chance.choice(("", "", "", "A1+1", "VLOOKUP(A1,[1]Blad1!$A:$B,2,0)"))
    kept = (frozenset(), silent) if formula else (silent, frozenset())
    return value, code, struck, formula, Shown(f"{number} as {code}", *kept)


def _as_other(asked: Asked, number: float, other: float, chance: random.Random) -> Typed:
    n, m = dutch(number), dutch(other)
    strike, up = "<r><rPr><strike/></rPr><t>{}</t></r>", '<r><rPr><vertAlign val="superscript"/></rPr><t>{}</t></r>'
    plain, bold = "<r><t>{}</t></r>", "<r><rPr><b/></rPr><t>{}</t></r>"
    return chance.choice(
        (
            (True, "", False, "", Shown("WAAR", frozenset({"waar"}))),
            (False, "", False, "", Shown("ONWAAR", frozenset({"onwaar"}))),
            ("#REF!", "", False, "", Shown("#REF!")),
            ("#DIV/0!", "", False, "1/0", Shown("#DIV/0!")),
            (None, "", False, "SUM(1)", Shown("=SUM(1)")),
            (None, "", False, "", Shown("", frozenset({""}))),
            (strike.format(n) + plain.format(m), "", False, "", Shown(f"~{n}~{m}", told=frozenset({other}))),
            (plain.format(m) + up.format(n), "", False, "", Shown(f"{m}^{n}", told=frozenset({other}))),
            (plain.format(n) + up.format("2"), "", False, "", Shown(f"{n}^2", told=frozenset({number}))),
            (bold.format("12") + plain.format(",5"), "", False, "", Shown("12,5", told=frozenset({12.5}))),
        )
    )


def _codes(asked: Asked, codes: Sequence[str], chance: random.Random) -> Typed:
    code = chance.choice(codes)
    variants = (code, code.upper(), f" {code} ", f"{code.capitalize()}.", f"\u00a0{code}", code.replace(" ", "  "))
    text = chance.choice(
        (*variants, "Misschien", f"{code} en {chance.choice(codes)}", "n.v.t.", "?", "", "#N/A", True, 3)
    )
    struck = chance.random() < 0.05
    if text in ("#N/A",):
        return text, "", struck, "", Shown(text)
    if text is True:
        return True, "", struck, "", Shown("WAAR", frozenset({"waar"}))
    if text == 3:
        return 3, "", struck, "", Shown("3", frozenset({"3"}))
    plain = str(text).replace("\u00a0", " ").strip()
    silent = {plain} if not struck or not plain else set()
    told = {code} if plain.casefold().rstrip(".") == code.casefold() and not struck else set()
    told |= {"nvt"} & set(codes) if text == "n.v.t." else set()
    told |= {"onbekend"} if text == "?" else set()
    return text, "", struck, "", Shown(plain, frozenset(silent), frozenset(told))


def _words(asked: Asked, _: Sequence[str], chance: random.Random) -> Typed:
    text = chance.choice(
        ("Zie bijlage", " 12 ", "=1+1", "'aanhaling'", "regel 1\nregel 2", "<x>&amp;", "", "caf\u00e9 \u2014 \u20ac")
    )
    plain = text.strip()
    if asked.id == "alg.cbs_code":
        return None, "General", False, "", Shown("", frozenset({""}))
    return text, "", False, "", Shown(plain, frozenset({plain}))


# --- what is written beside the answers


def _question_sheets(made: Case) -> list[str]:
    return sorted({sheet for sheet, _, _ in made.places.values()})


def _typed_outside(made: Case, chance: random.Random) -> None:
    sheet, row = chance.choice(_question_sheets(made)), chance.randint(3, 120)
    column = chance.randint(30, 60)
    made.raw.put(sheet, address(row, column), chance.choice((12_000, "Extra: tolken", "12.000 euro", True)))
    made.beside.append(("typed", sheet, row, column))
    made.log.append(f"typed {sheet} {address(row, column)}")


def _heading(made: Case, chance: random.Random) -> None:
    texts = {"Jaarkosten": "I23", "Volumes": "B11"}
    sheet = chance.choice([one for one in texts if one in made.raw.sheets])
    made.raw.put(sheet, texts[sheet], chance.choice(("euro (x \u20ac 1.000)", "in duizenden euro's", "per jaar")))
    row, column = parse_cell(texts[sheet])
    made.beside = [one for one in made.beside if one[1:] != (sheet, row, column)]
    made.beside.append(("words", sheet, row, column))
    made.log.append(f"heading {sheet} {texts[sheet]}")


def _remark(made: Case, chance: random.Random) -> None:
    sheet = chance.choice(["Jaarkosten", "Volumes"])
    rels = made.raw.sheets[sheet].replace("worksheets/", "worksheets/_rels/") + ".rels"
    if COMMENTS in made.raw.changed:
        return
    cell = chance.choice(("A28", "B4", "C60"))
    made.raw.changed[COMMENTS] = (
        f'<comments xmlns="{MAIN}"><authors><author>x</author></authors><commentList><comment ref="{cell}" '
        'authorId="0"><text><t>Let op</t></text></comment></commentList></comments>'
    )
    relation = (
        '<Relationship Id="rIdC" Type="http://x/relationships/comments" Target="../comments1.xml"/></Relationships>'
    )
    made.raw.changed[rels] = made.raw.text(rels).replace("</Relationships>", relation)
    made.beside.append(("remarks", sheet, *parse_cell(cell)))
    made.log.append(f"remark {sheet} {cell}")


BESIDE = (_typed_outside, _typed_outside, _heading, _remark)


# --- what happens to rows, sheets and names


def _insert(made: Case, chance: random.Random) -> None:
    sheet, first, by = chance.choice(_question_sheets(made)), chance.randint(8, 70), chance.randint(1, 3)
    made.raw.shift(sheet, first, by)
    made.moved(lambda where, row: (where, row + by if where == sheet and row >= first else row))
    made.log.append(f"insert {by} at {sheet} {first}")


def _delete(made: Case, chance: random.Random) -> None:
    sheet, row, _ = chance.choice(sorted(made.places.values()))
    gone = made.of_row(sheet, row)
    made.raw.shift(sheet, row, -1)
    made.gone |= gone
    made.doubtful |= gone
    made.places = {name: at for name, at in made.places.items() if name not in gone}
    made.beside = [one for one in made.beside if one[1:3] != (sheet, row)]
    made.moved(lambda where, at: (where, at - 1 if where == sheet and at > row else at))
    made.log.append(f"delete {sheet} {row}")


def _sorted(made: Case, chance: random.Random) -> None:
    sheet, row, _ = chance.choice(sorted(made.places.values()))
    other = row + chance.choice((1, 2))
    if not made.of_row(sheet, row) or not made.of_row(sheet, other):
        return
    made.raw.swap(sheet, row, other)
    there = dict(made.places)  # names stay
    made.doubtful |= made.of_row(sheet, row) | made.of_row(sheet, other)
    swap = {row: other, other: row}
    made.moved(lambda where, at: (where, swap.get(at, at) if where == sheet else at))
    made.places = dict(there)
    made.log.append(f"swap {sheet} {row} {other}")


def _broken(made: Case, chance: random.Random) -> None:
    lost = set(chance.sample(sorted(made.places), chance.choice((1, 3, 40))))
    made.raw.names(lambda name, target: "#REF!" if name in lost else target)
    made.doubtful |= lost
    made.log.append(f"broken {sorted(lost)[:3]}")


def _nameless(made: Case, chance: random.Random) -> None:
    keep = chance.choice(("meta.", "geen"))
    made.raw.names(lambda name, target: target if name.startswith((keep, "_xlnm")) else None)
    made.doubtful |= set(made.places)
    made.log.append(f"no names but {keep}")


def _renamed(made: Case, chance: random.Random) -> None:
    sheet = chance.choice(_question_sheets(made))
    new = chance.choice(("Blad1", f"{sheet} (2)", f"{sheet} def", "Kosten & baten"))
    if new in made.raw.sheets:
        return
    made.raw.rename(sheet, new)
    made.moved(lambda where, row: (new if where == sheet else where, row))
    made.log.append(f"rename {sheet} {new}")


def _no_hidden(made: Case, _: random.Random) -> None:
    for sheet in ("Meta", "Lijsten", "Gelezen"):
        if sheet in made.raw.sheets:
            made.raw.delete(sheet)
    made.log.append("hidden sheets gone")


def _no_sheet(made: Case, chance: random.Random) -> None:
    sheet = chance.choice([one for one in _question_sheets(made) if one != "Algemeen"] or ["Dekking"])
    if sheet not in made.raw.sheets:
        return
    gone = {name for name, (where, _, _) in made.places.items() if where == sheet}
    made.raw.delete(sheet)
    made.gone |= gone
    made.doubtful |= gone
    made.places = {name: at for name, at in made.places.items() if name not in gone}
    made.beside = [one for one in made.beside if one[1] != sheet]
    made.log.append(f"sheet gone {sheet}")


def _merged(made: Case, chance: random.Random) -> None:
    name = chance.choice(sorted(made.places))
    sheet, row, column = made.places[name]
    made.raw.merge(sheet, f"{address(row, column)}:{address(row + 1, column + 1)}")
    made.doubtful |= made.of_row(sheet, row) | made.of_row(sheet, row + 1)
    made.log.append(f"merge {name}")


def _cut(made: Case, chance: random.Random) -> None:
    """A cell is cut and pasted one row lower: its name goes along, over the answer that stood there."""
    name = chance.choice(sorted(made.places))
    sheet, row, column = made.places[name]
    below = {one for one in made.of_row(sheet, row + 1) if made.places[one][2] == column}
    if not below:
        return
    target = f"'{sheet}'!{absolute(row + 1, column)}"
    made.raw.names(lambda one, was: target if one == name else "#REF!" if one in below else was)
    made.doubtful |= {name, *below}
    made.gone |= {name, *below}
    made.log.append(f"cut {name}")


def _filtered(made: Case, chance: random.Random) -> None:
    part = made.raw.sheets.get("Jaarkosten")
    if part:
        made.raw.changed[part] = re.sub(r'<row r="2[6-9]"(?! hidden)', r'\g<0> hidden="1"', made.raw.text(part))
        made.log.append("hidden rows")


STRUCTURE = (
    _insert,
    _insert,
    _delete,
    _sorted,
    _sorted,
    _broken,
    _nameless,
    _renamed,
    _no_hidden,
    _no_sheet,
    _merged,
    _cut,
    _filtered,
)


# --- how programs write a file


def _nfd(made: Case, _: random.Random) -> None:
    made.raw.everywhere(lambda text: unicodedata.normalize("NFD", text), _is_sheet)
    for one in made.shown.values():
        one.silent |= {unicodedata.normalize("NFD", str(value)) for value in one.silent if isinstance(value, str)}
    made.doubtful |= {"*nfd"}
    made.log.append("nfd")


def _shared(made: Case, _: random.Random) -> None:
    made.raw.shared()
    made.log.append("shared strings")


def _backslashes(made: Case, _: random.Random) -> None:
    made.raw.last_of.append(
        lambda content: packed([(name.replace("/", "\\"), data) for name, data in parts(content).items()])
    )
    made.log.append("backslashes")


def _as_strict(made: Case, _: random.Random) -> None:
    def change(text: str) -> str:
        for old, new in STRICT:
            text = text.replace(old, new)
        return text

    made.raw.everywhere(change, lambda part: part.endswith((".xml", ".rels")) and "[" not in part)
    made.log.append("strict")


def _prefixed(made: Case, _: random.Random) -> None:
    def change(text: str) -> str:
        for space in (MAIN, STRICT[0][1]):
            text = text.replace(f'xmlns="{space}"', f'xmlns:x="{space}"', 1)
        return re.sub(r"<(/?)(?![?!/]|\w+:)(\w)", r"<\1x:\2", text)

    made.raw.everywhere(change, lambda part: _is_sheet(part) or part == WORKBOOK)
    made.log.append("prefixed")


def _unaddressed(made: Case, _: random.Random) -> None:
    """Without addresses where a cell follows the one before it."""

    def row(found: re.Match[str]) -> str:
        cells = re.findall(r'<c r="([A-Z]+)(\d+)"', found[0])
        columns = [parse_cell("".join(one))[1] for one in cells]
        return re.sub(r'<c r="[A-Z]+\d+"', "<c", found[0]) if columns == list(range(1, len(columns) + 1)) else found[0]

    made.raw.everywhere(lambda text: re.sub(r"<row [^>]*(?<!/)>.*?</row>", row, text, flags=re.DOTALL), _is_sheet)
    made.log.append("unaddressed")


def _marked(made: Case, _: random.Random) -> None:
    made.raw.everywhere(lambda text: "\ufeff" + text, lambda part: part.endswith(".xml"))
    made.log.append("bom")


def _heights(made: Case, chance: random.Random) -> None:
    """A height for rows far down, each an empty row."""
    part, last = made.raw.sheets.get("Volumes"), chance.choice((2_000, 60_000))
    if part:
        rows = "".join(f'<row r="{row}" ht="15"/>' for row in range(5_000, 5_000 + last))
        made.raw.changed[part] = made.raw.text(part).replace("</sheetData>", f"{rows}</sheetData>")
        made.log.append(f"heights {last}")


def _without_properties(made: Case, _: random.Random) -> None:
    made.raw.removed |= {"docProps/core.xml", "docProps/app.xml"}
    made.log.append("no docProps")


def _absolute(made: Case, _: random.Random) -> None:
    part = "xl/_rels/workbook.xml.rels"
    made.raw.changed[part] = re.sub(r'Target="(?!/)', 'Target="/xl/', made.raw.text(part))
    made.log.append("absolute targets")


def _upper(made: Case, _: random.Random) -> None:
    made.raw.last_of.append(lambda content: packed([(name.upper(), data) for name, data in parts(content).items()]))
    made.log.append("upper-case parts")


def _spaced(made: Case, _: random.Random) -> None:
    made.raw.everywhere(lambda text: re.sub(r"(</row>|<row [^>]*>|</c>)", "\\1\n    ", text), _is_sheet)
    made.log.append("pretty printed")


WRITERS = (
    _nfd,
    _shared,
    _backslashes,
    _as_strict,
    _prefixed,
    _unaddressed,
    _marked,
    _heights,
    _without_properties,
    _absolute,
    _upper,
    _spaced,
)


# --- what came of it

OF_BESIDE = {
    "typed": {"INTAKE_TYPED_OUTSIDE", "INTAKE_TYPED_OUTSIDE_MANY"},
    "words": {"INTAKE_HEADING_CHANGED", "INTAKE_HEADINGS_CHANGED", "INTAKE_FIXED_CHANGED", "INTAKE_TYPED_OUTSIDE"},
    "remarks": {"INTAKE_REMARK_ELSEWHERE", "INTAKE_REMARKS_ELSEWHERE", "INTAKE_REMARK"},
}
OF_FILE = {
    "INTAKE_NAMES_MISSING",
    "INTAKE_NAME_MISSING",
    "INTAKE_SHEETS_MISSING",
    "INTAKE_CELL_MOVED",
    "INTAKE_MERGED",
    "INTAKE_ROW_SORTED",
}


def wrong(filled: Filled, made: Case, before: Mapping[str, Value]) -> list[str]:
    """Answers that differ from what their cell shows with nothing said, and what was written and not told."""
    told = {name for name, _ in filled.remarks}
    of_file = {problem.code for _, problem in filled.remarks} & OF_FILE
    bad = []
    nfd = "*nfd" in made.doubtful
    for name in {*made.places, *made.gone, *before}:
        answer = filled.answers.get(name)
        said = name in told or (name in made.doubtful and bool(of_file))
        if name in made.shown:
            shown = made.shown[name]
            fine = answer in shown.silent or (answer is None and "" in {*shown.silent, *shown.told})
            fine = fine or (said and (answer in (None, "onbekend") or answer in shown.told))
            fine = fine or (answer in shown.told and answer in ("nvt", "onbekend") and answer == shown.typed)
        else:
            fine = answer == before.get(name) or (answer in (None, "onbekend") and said)
            fine = fine or (
                nfd and isinstance(answer, str) and unicodedata.normalize("NFC", answer) == before.get(name)
            )
        if not fine:
            typed = made.shown[name].typed if name in made.shown else before.get(name)
            bad.append(f"{name}: shows {typed!r}, read as {answer!r}, {'told' if said else 'not told'}")
    bad += _untold(filled, made.beside)
    return bad


def _untold(filled: Filled, beside: Iterable[tuple[str, str, int, int]]) -> list[str]:
    """What was written beside the answers and is not told with its place."""
    bad = []
    for kind, sheet, row, column in beside:
        codes = OF_BESIDE[kind]
        places = {(problem.place.sheet, problem.place.cell) for _, problem in filled.remarks if problem.code in codes}
        many = any(problem.code in codes and "aantal" in problem.values for _, problem in filled.remarks)
        if (sheet, address(row, column)) not in places and not many:
            bad.append(f"{kind} at {sheet} {address(row, column)} is not told")
    return bad
