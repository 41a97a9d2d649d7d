"""The formulas of the survey workbook: pure text, made of names, functions of Excel 2016 that LibreOffice has too.

A formula here has no leading `=`; `Page` cells get one through `formula`. Names are question ids, `par.*` for
parameters, `reken.*` for steps of the calculation and `uit.*` for results.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.survey.texts import NOT_DETERMINABLE
from templates.questions import Asked
from templates.schema import Condition, Rule

NVT, UNKNOWN = "nvt", "onbekend"
NTB = f'"{NOT_DETERMINABLE}"'

RESULT, KNOWN = "uit.", "reken.bekend."
"""What the names of computed figures start with, and those of the cells that tell whether these rest on an answer."""
BLANK = '""'

LITERAL = 250
"""Characters of text that a formula takes in one piece: Excel's limit is 255."""

ALLOWED_FUNCTIONS = frozenset(
    {
        "ABS",
        "AND",
        "COUNTIF",
        "COUNTIFS",
        "IF",
        "IFERROR",
        "INDEX",
        "INT",
        "ISNUMBER",
        "MATCH",
        "MAX",
        "MIN",
        "NOT",
        "OR",
    }
    | {"SUM", "SUMIFS"}
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


def number(name: str | None) -> str:
    """The answer as a number: empty, `nvt` and `onbekend` count as 0, and so does a question that is not asked."""
    return f"IF(ISNUMBER({name}),{name},0)" if name else "0"


def positive(name: str | None) -> str:
    """The answer as a quantity: `number`, and 0 where it is negative."""
    return f"IF(ISNUMBER({name}),MAX({name},0),0)" if name else "0"


def says(name: str, word: str) -> str:
    """Whether a cell holds this word; an error value, which spreads through every comparison, says nothing."""
    return f"IFERROR({name}={literal(word)},1=0)"


def said(name: str) -> str:
    """Whether a cell holds words; an error value is none."""
    return f'IFERROR({name}<>"",1=0)'


def shown(name: str) -> str:
    """What a cell holds, to say it in a sentence; nothing for an error value."""
    return f'IFERROR(""&{name},"")'


def answered(name: str) -> str:
    """Whether a numeric question holds a number or `nvt`."""
    return f"OR(ISNUMBER({name}),{says(name, NVT)})"


def any_answered(names: Iterable[str]) -> str:
    """Whether at least one of these numeric questions holds a number or `nvt`."""
    terms = [term for name in names for term in (f"ISNUMBER({name})", says(name, NVT))]
    return f"OR({','.join(terms)})" if terms else "1=0"


def any_unknown(names: Iterable[str]) -> str:
    """Whether at least one of these questions is `onbekend`."""
    return f"OR({','.join(says(name, UNKNOWN) for name in names)})"


def filled(name: str) -> str:
    """Whether a code or text question is answered; not by an error value."""
    return f'IFERROR(AND({name}<>"",{name}<>{literal(UNKNOWN)}),1=0)'


def invalid(asked: Asked, code_list: str) -> str:
    """Whether a cell holds what cannot be its answer: no number, out of range, no code of that list, or an error."""
    name, field = asked.id, asked.field
    if not asked.numeric:
        return f'IFERROR(AND({name}<>"",COUNTIF({code_list},{name})=0),1=1)'
    low, high = field.minimum, field.maximum
    outside = [f"{name}<{constant(low)}"] if low is not None else []
    outside += [f"{name}>{constant(high)}"] if high is not None else []
    wrong = f"OR({','.join(outside)})" if outside else "1=0"
    words_ok = f'{name}<>"",{name}<>{literal(NVT)},{name}<>{literal(UNKNOWN)}'
    return f"IF(ISNUMBER({name}),{wrong},IFERROR(AND({words_ok}),1=1))"


def or_not_determinable(expression: str) -> str:
    """The expression, or `n.t.b.` where something it needs is missing: arithmetic with text in it fails."""
    return f"IFERROR({expression},{NTB})"


def known_name(result: str) -> str:
    """Of the cell that tells whether a figure rests on an answer: `uit.jaar.totaal` -> `reken.bekend.jaar.totaal`."""
    return KNOWN + result.removeprefix(RESULT)


def when_known(result: str, expression: str = "", otherwise: str = BLANK) -> str:
    """The expression (else the result itself) once something under the result is answered; until then `otherwise`."""
    return f"IF({known_name(result)}=1,{expression or result},{otherwise})"


def if_shown(cell: str, expression: str, otherwise: str = BLANK) -> str:
    """The expression; `otherwise` while `cell` is blank, for arithmetic with an empty text fails."""
    return f'IF({cell}="",{otherwise},{expression})'


def total(references: Sequence[str]) -> str:
    """The sum of computed cells; `n.t.b.` as soon as one of them is. SUM would pass over text in silence."""
    return or_not_determinable("+".join(references)) if references else "0"


def salary(scale: str) -> str:
    """The salary at a scale out of the salary table; one in between is interpolated, a missing one gives `n.t.b.`."""

    def at(which: str) -> str:
        return f"INDEX(par.salarissen,MATCH({which},par.schalen,0))"

    low, high = at(f"INT({scale})"), at(f"INT({scale})+1")
    between = f"IF({scale}=INT({scale}),0,({scale}-INT({scale}))*({high}-{low}))"
    return f"IF(ISNUMBER({scale}),{or_not_determinable(f'{low}+{between}')},{NTB})"


def used(names: Iterable[str]) -> str:
    """Whether one of these quantities is a number above 0."""
    return f"OR({','.join(f'IF(ISNUMBER({name}),{name}>0,1=0)' for name in names)})"


def without_salary(quantities: Sequence[str], scale: str) -> str:
    """Whether a scale is given for what is used and has no salary."""
    return f"AND({used(quantities)},{answered(scale)},NOT(ISNUMBER({salary(scale)})))"


def needed(quantity: str, cost: str) -> str:
    """The cost where there is a quantity, else 0: a price is needed only for what is used."""
    return f"IF({quantity}=0,0,{or_not_determinable(cost)})"


def condition(one: Condition, asked: Asked) -> str:
    """Whether a condition on another question holds; `empty_means` of that question stands in for no answer."""
    name = one.id
    if not one.values:
        return f'IFERROR(AND({name}<>"",{name}<>{literal(NVT)}),1=0)'
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
