"""References between the parts of a survey definition: every name that one part uses must exist in another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from string import Formatter

from templates.closed_lists import closed_lists
from templates.naming import NAME, Inconsistency, bad_names, needles
from templates.questions import Asked, questions
from templates.result_codes import (
    BY_ANSWER,
    CLASSES,
    DIVISIONS,
    GROUP_SHARE,
    MEASURES,
    UNKNOWN,
    WEIGHTINGS,
    WHOLE,
)
from templates.rules import rule_cases as rule_cases
from templates.schema import Condition, GridBlock, Pick, ResultTable, Survey

PROMPT_LIMIT = 255
WHO = "alg.cbs_code"
"""The question whose answer says which municipality a workbook came from."""
PAY = ("werkgeverslasten", "productieve_uren")
SCALE = "salaris.schaal."


def inconsistencies(survey: Survey) -> list[Inconsistency]:
    """Everything in the parts that does not fit together; empty when the definition is sound."""
    written = [*_holes(survey), *_rows(survey)]
    if written:  # ids cannot be written out
        return [*written, *_parameters(survey), *_tables(survey), *_results_asked(survey)]
    return [
        *question_faults(survey),
        *_conditions(survey),
        *_rules(survey),
        *_parameters(survey),
        *_tables(survey),
        *_results_asked(survey),
        *_needed(survey),
        *closed_lists(survey),
    ]


def question_faults(survey: Survey) -> list[Inconsistency]:
    """What is wrong with questions by themselves, whatever other parts say; also of a survey read in part."""
    if found := list(_holes(survey)):
        return found
    return [*bad_names(survey), *_labels(survey), *_code_lists(survey), *_limits(survey), *_prompts(survey)]


def _holes(survey: Survey) -> Iterator[Inconsistency]:
    """Placeholders that nothing fills in, in ids of grids and in rules."""
    for sheet in survey.sheets:
        for block in sheet.blocks:
            if isinstance(block, GridBlock):
                if not _places(block.id) <= {"rij", "kolom"}:
                    said = f"in de id '{block.id}' kunnen alleen {{rij}} en {{kolom}} worden ingevuld"
                    yield Inconsistency(sheet.key, (block.id,), said)
                continue
            for column in block.columns:
                for condition in column.applies:
                    if not _places(condition.id) <= {"rij"}:
                        said = f"in '{condition.id}' kan alleen {{rij}} worden ingevuld"
                        yield Inconsistency(sheet.key, (condition.id,), said)
    for rule in survey.rules:
        for name in (*rule.parts, *rule.total, *(condition.id for condition in rule.conditions)):
            if not _places(name) <= set(rule.over):
                said = f"regel '{rule.id}' noemt '{name}', en 'over' zegt niet waarvoor dat staat"
                yield Inconsistency("checks", (f"id: {rule.id}",), said)


def _places(name: str) -> set[str]:
    """The placeholders in an id; one that cannot be read counts as one that nothing fills in."""
    try:
        return {place for _, place, *_ in Formatter().parse(name) if place is not None}
    except ValueError:
        return {name}


def _rows(survey: Survey) -> Iterator[Inconsistency]:
    """Rows of grids, and rows that a column is limited to, that there are not."""
    for sheet in survey.sheets:
        for block in sheet.blocks:
            if isinstance(block, GridBlock):
                rows = set(survey.dimensions.expand(block.rows))
                for row in sorted(rows) if not block.row_label else ():
                    if survey.dimensions.entry(row) is None:
                        said = f"het rooster '{block.title}' heeft een rij voor '{row}', en die code is er niet"
                        yield Inconsistency(sheet.key, (row,), said)
            else:
                rows = {question.id for question in block.questions}
            for column in block.columns:
                for row in column.only_rows:
                    if row not in rows:
                        said = f"de kolom '{column.key}' geldt voor '{row}', en die rij is er niet"
                        where = (f"only_rows: [{', '.join(column.only_rows)}]", f"key: {column.key}")
                        yield Inconsistency(sheet.key, where, said)


def _labels(survey: Survey) -> Iterator[Inconsistency]:
    for question in questions(survey):
        if not question.field.label.strip():
            yield Inconsistency(question.sheet, needles(question), f"de vraag '{question.id}' heeft geen tekst (label)")


def _limits(survey: Survey) -> Iterator[Inconsistency]:
    for question in questions(survey):
        low, high = question.field.minimum, question.field.maximum
        if low is not None and high is not None and low > high:
            said = f"bij '{question.id}' is het minimum {low:g} hoger dan het maximum {high:g}"
            yield Inconsistency(question.sheet, needles(question), said)


def _codes_of(survey: Survey, question: Asked) -> set[str] | None:
    """The answers that a question of a code list takes; None for another question, or an unknown list."""
    if question.field.type != "code":
        return None
    try:
        return {code.code for code in survey.dimensions.codes(question.field.code_list)}
    except KeyError:
        return None


def _code_lists(survey: Survey) -> Iterator[Inconsistency]:
    for question in questions(survey):
        if question.field.type != "code":
            continue
        named, codes = question.field.code_list, _codes_of(survey, question)
        if codes is None:
            text = (
                f"gebruikt de onbekende codelijst '{named}'"
                if named
                else "kiest uit een lijst, en 'code_list' ontbreekt"
            )
            where = ((f"code_list: {named}",) if named else ()) + needles(question)
            yield Inconsistency(question.sheet, where, f"vraag '{question.id}' {text}")
        elif question.field.empty_means and question.field.empty_means not in codes:
            text = (
                f"leeg betekent bij '{question.id}' de code '{question.field.empty_means}', en die kent de lijst niet"
            )
            yield Inconsistency(question.sheet, needles(question), text)


def _conditions(survey: Survey) -> Iterator[Inconsistency]:
    known = {question.id: _codes_of(survey, question) for question in questions(survey)}
    for question in questions(survey):
        for condition in question.applies:
            if condition.id not in known:
                text = f"vraag '{question.id}' hangt af van de onbekende vraag '{condition.id}'"
                yield Inconsistency(question.sheet, (condition.id, *needles(question)), text)
            else:
                for text in _impossible(condition, known[condition.id]):
                    where = (_values(condition), *needles(question))
                    yield Inconsistency(question.sheet, where, f"vraag '{question.id}' {text}")
    for rule in survey.rules:
        for case in rule_cases(survey, rule):
            for condition in case.conditions:
                for text in _impossible(condition, known.get(condition.id)):
                    where = (_values(condition), f"id: {rule.id}")
                    yield Inconsistency("checks", where, f"regel '{rule.id}' {text}")


def _values(condition: Condition) -> str:
    """How the answers that a condition waits for stand in the file."""
    return f"values: [{', '.join(condition.values)}]"


def _impossible(condition: Condition, codes: set[str] | None) -> Iterator[str]:
    """Answers that a condition waits for and that nobody can give."""
    if codes is not None:
        for value in sorted(set(condition.values) - codes):
            yield f"wacht op het antwoord '{value}' bij '{condition.id}', en dat is geen keuze"


def _prompts(survey: Survey) -> Iterator[Inconsistency]:
    for question in questions(survey):
        words = question.field.help
        if len(words) > PROMPT_LIMIT:
            text = f"de uitleg bij '{question.id}' is langer dan {PROMPT_LIMIT} tekens; Excel weigert dat"
            yield Inconsistency(question.sheet, (words[:40].rsplit(" ", 1)[0], *needles(question)), text)


def _rules(survey: Survey) -> Iterator[Inconsistency]:
    known = {question.id for question in questions(survey)}
    for rule_id, count in Counter(rule.id for rule in survey.rules).items():
        if count > 1:
            said = f"de regel '{rule_id}' komt {count} keer voor"
            yield Inconsistency("checks", (f"id: {rule_id}",), said, last=True)
    for rule in survey.rules:
        for case in rule_cases(survey, rule):
            for name in (*case.parts, *case.total, *(condition.id for condition in case.conditions)):
                if name not in known:
                    said = f"regel '{rule.id}' noemt de onbekende vraag '{name}'"
                    yield Inconsistency("checks", (f"id: {rule.id}",), said)


def _parameters(survey: Survey) -> Iterator[Inconsistency]:
    for code, count in Counter(parameter.code for parameter in survey.parameters).items():
        if count > 1:
            said = f"de parameter '{code}' komt {count} keer voor"
            yield Inconsistency("parameters", (f"code: {code}",), said, last=True)
    for parameter in survey.parameters:
        if parameter.follows and not parameter.amounts:
            text = f"parameter '{parameter.code}' volgt '{parameter.follows.code}', en die heeft op die dag geen waarde"
            yield Inconsistency("parameters", (f"code: {parameter.code}",), text)
        if not NAME.match(f"par.{parameter.code}"):
            text = f"'{parameter.code}' kan geen deel van de naam van een cel zijn"
            yield Inconsistency("parameters", (parameter.code,), text)
        for amount in parameter.amounts:
            if not parameter.choices and isinstance(amount.value, str):
                text = f"parameter '{parameter.code}' heeft waarde '{amount.value}', en dat is geen getal"
                yield Inconsistency("parameters", (f"waarde: {amount.value}",), text)
            if parameter.choices and amount.value is not None and str(amount.value) not in parameter.choices:
                text = f"parameter '{parameter.code}' heeft waarde '{amount.value}', geen van de keuzes"
                yield Inconsistency("parameters", (f"code: {parameter.code}",), text)


def _tables(survey: Survey) -> Iterator[Inconsistency]:
    for name, count in Counter(table.sheet.lower() for table in survey.tables).items():
        if count > 1:
            said = f"het blad '{name}' komt {count} keer voor"
            yield Inconsistency("tables", (f"sheet: {name}",), said, last=True)
    for table in survey.tables:
        for chart in table.charts:
            for series in chart.series:
                if not 1 <= series.column <= len(table.columns):
                    said = f"de grafiek van tabel {table.id} noemt kolom {series.column}"
                    yield Inconsistency("tables", (f'id: "{table.id}"',), said)
            for row in chart.rows:
                if not 1 <= row <= len(table.rows):
                    said = f"de grafiek van tabel {table.id} noemt rij {row}"
                    yield Inconsistency("tables", (f'id: "{table.id}"',), said)


def _results_asked(survey: Survey) -> Iterator[Inconsistency]:
    """Codes in result tables that no result has: such a cell would stay empty for ever."""
    dimensions = survey.dimensions
    of = dimensions.respondents
    groups = (*dimensions.group_codes, *(one.code for one in (dimensions.codes(of.code_list) if of else ())))
    known = {
        "maat": (*MEASURES, *(f"{GROUP_SHARE}{group}" for group in groups)),
        "groep": groups,
        "indeling": (WHOLE, BY_ANSWER, *DIVISIONS),
        "weging": WEIGHTINGS,
    }
    for table in survey.tables:
        for pick in _picks(table):
            allowed = {**known, "klasse": (*CLASSES.get(pick.indeling or "", ()), UNKNOWN)}
            for name, code in pick.model_dump(exclude_none=True).items():
                if name == "klasse" and pick.indeling not in CLASSES:
                    continue
                if name in allowed and code and code not in allowed[name]:
                    said = f"tabel {table.id} vraagt {name} '{code}', en die is er niet; wel {', '.join(allowed[name])}"
                    yield Inconsistency("tables", (f"{name}: {code}",), said)


def _picks(table: ResultTable) -> Iterator[Pick]:
    yield table.pick
    for row in table.rows:
        yield from ((row.pick,) if row.pick else ())
        yield from row.cells.values()
    for column in table.columns:
        yield column.pick


def _needed(survey: Survey) -> Iterator[Inconsistency]:
    """What every survey asks, and the parameters without which no cost can be computed."""
    if WHO not in {question.id for question in questions(survey) if question.field.prefilled == "code"}:
        said = f"de vraag '{WHO}' (prefilled: code) ontbreekt; zonder is niet te zien wie antwoordt"
        yield Inconsistency("survey", ("id:",), said)
    if not survey.dimensions.tasks:
        return
    codes = {parameter.code for parameter in survey.parameters}
    missing = [code for code in PAY if code not in codes]
    missing += [] if any(code.startswith(SCALE) for code in codes) else [f"{SCALE}*"]
    if missing:
        said = f"de parameters {', '.join(missing)} ontbreken; neem ze over met 'uses: [loon]' of geef ze zelf"
        yield Inconsistency("survey", ("uses:", "id:"), said)
