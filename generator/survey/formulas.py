"""The formulas of the survey workbook: pure text, made of names, functions of Excel 2016 that LibreOffice has too.

A formula here has no leading `=`; `Page` cells get one through `formula`. Names are question ids, `par.*` for
parameters, `reken.*` for steps of the calculation and `uit.*` for results.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.survey.texts import NOT_DETERMINABLE, text
from templates.questions import Asked
from templates.schema import Condition, Rule

NVT, UNKNOWN = "nvt", "onbekend"
NOTHING_THERE, NOT_KNOWN_WORDS = "lijst.nvt", "lijst.onbekend"
"""The ranges with what people write for these two answers."""
NTB = f'"{NOT_DETERMINABLE}"'

RESULT, KNOWN, SHOWN, MISSING, STEP = "uit.", "bekend.", "toon.", "reken.mist.", "reken."
"""What the names start with of computed figures, of the cells that tell whether these are known, of what is shown of
them, of how many parts of them are not known, and of steps of the calculation."""
BLANK = '""'

LITERAL = 250
"""Characters of text that a formula takes in one piece: Excel's limit is 255."""

ALLOWED_FUNCTIONS = frozenset(
    {
        "ABS",
        "AND",
        "CHOOSE",
        "COUNTIF",
        "COUNTIFS",
        "FORMULATEXT",
        "HYPERLINK",
        "IF",
        "IFERROR",
        "INDEX",
        "INT",
        "ISLOGICAL",
        "ISNUMBER",
        "ISTEXT",
    }
    | {"MATCH", "MAX", "MID", "MIN", "NOT", "OR", "RIGHT", "ROUND", "ROWS", "SUM", "SUMIFS", "TRIM"}
)
"""Every function that a formula of the survey workbook may use."""


def formula(expression: str) -> str:
    """The expression as a cell holds it."""
    return f"={expression}"


def literal(code: str) -> str:
    """A code as text inside a formula."""
    return '"' + code.replace('"', '""') + '"'


def constant(value: float) -> str:
    """A number inside a formula, written without an exponent."""
    return f"{value:.12f}".rstrip("0").rstrip(".")


def words(*parts: str) -> str:
    """Text put together in a formula, in pieces that Excel takes; a part that starts with `=` is a formula."""
    pieces = []
    for part in parts:
        if part.startswith("="):
            pieces.append(f"({part[1:]})")
        else:
            pieces += [literal(part[start : start + LITERAL]) for start in range(0, len(part), LITERAL)]
    return "&".join(pieces)


def says(name: str, word: str) -> str:
    """Whether a cell holds this word; an error value, which spreads through every comparison, says nothing."""
    return f"IFERROR({name}={literal(word)},1=0)"


def said(name: str) -> str:
    """Whether a cell holds words; an error value is none."""
    return f'IFERROR({name}<>"",1=0)'


def shown(name: str) -> str:
    """What a cell holds, to say it in a sentence; nothing for an error value."""
    return f'IFERROR(""&{name},"")'


def filled(name: str) -> str:
    """Whether a code or text question is answered; not by an error value."""
    return f'IFERROR(AND({name}<>"",{name}<>{literal(UNKNOWN)}),1=0)'


def or_not_determinable(expression: str) -> str:
    """The expression, or `n.t.b.` where something it needs is missing: arithmetic with text in it fails."""
    return f"IFERROR({expression},{NTB})"


def suffix(result: str) -> str:
    """What the names of a figure have in common: `uit.jaar.totaal` -> `jaar.totaal`."""
    return result.removeprefix(RESULT).removeprefix(STEP)


def known_name(result: str) -> str:
    """Of the cell that tells whether a figure is known: `uit.jaar.totaal` -> `bekend.jaar.totaal`."""
    return KNOWN + suffix(result)


def shown_name(result: str) -> str:
    """Of the cell with what is shown of a figure: `uit.jaar.totaal` -> `toon.jaar.totaal`."""
    return SHOWN + suffix(result)


def missing_words(result: str) -> str:
    """How many of the parts of a sum are not known, between brackets; nothing where all are."""
    name = suffix(result)
    what = text("figures.tasks" if name.startswith("jaar.") else "figures.items")
    count = f"{MISSING}{name}"
    told = words(" (", f"={count}", text("figures.of"), f"=reken.delen.{name}", what)
    return f"IF({count}>0,{told},{BLANK})"


def written(euros: str) -> str:
    """Whole euros as text, three digits at a time; TEXT would want the number format of the reader's language."""
    mark = literal(text("figures.thousands"))
    units = f'RIGHT("00"&({euros}-1000*INT({euros}/1000)),3)'
    thousands = f'RIGHT("00"&(INT({euros}/1000)-1000*INT({euros}/1000000)),3)'
    large = f"INT({euros}/1000000)&{mark}&{thousands}&{mark}&{units}"
    return f'IF({euros}<1000,""&{euros},IF({euros}<1000000,INT({euros}/1000)&{mark}&{units},{large}))'


def if_shown(cell: str, expression: str, otherwise: str = BLANK) -> str:
    """The expression; `otherwise` while `cell` is blank, for arithmetic with an empty text fails."""
    return f'IF({cell}="",{otherwise},{expression})'


def total(references: Sequence[str]) -> str:
    """The sum of computed cells; `n.t.b.` as soon as one of them is. SUM would pass over text in silence."""
    return or_not_determinable("+".join(references)) if references else "0"


def salary(scale: str) -> str:
    """The salary at a scale out of the salary table; one in between is interpolated, a missing one gives `n.t.b.`.

    scale: a cell with the number, 0 where there is none.
    """

    def at(which: str) -> str:
        return f"INDEX(par.salarissen,MATCH({which},par.schalen,0))"

    low, high = at(f"INT({scale})"), at(f"INT({scale})+1")
    between = f"IF({scale}=INT({scale}),0,({scale}-INT({scale}))*({high}-{low}))"
    return f"IF(ISNUMBER({scale}),{or_not_determinable(f'{low}+{between}')},{NTB})"


def condition(one: Condition, asked: Asked) -> str:
    """Whether a condition on another question holds; `empty_means` of that question stands in for no answer."""
    name = one.id
    if not one.values:
        return f'IFERROR(IF({name}="",1=0,NOT(ISNUMBER(MATCH({name},{NOTHING_THERE},0)))),1=0)'
    terms = [f"{name}={literal(value)}" for value in one.values]
    if asked.field.empty_means in one.values:
        terms.append(f'{name}=""')
    return f"IFERROR(OR({','.join(terms)}),1=0)"


def is_asked(rule: Rule, asked: dict[str, Asked]) -> str:
    """Whether the conditions of a rule hold: all of `when` and none of `unless`."""
    terms = [condition(one, asked[one.id]) for one in rule.when]
    terms += [f"NOT({condition(one, asked[one.id])})" for one in rule.unless]
    return f"AND({','.join(terms)})" if terms else "1=1"


def all_hold(conditions: Sequence[Condition], asked: dict[str, Asked]) -> str:
    """Whether all conditions hold; without conditions, always."""
    return f"AND({','.join(condition(one, asked[one.id]) for one in conditions)})" if conditions else "1=1"
