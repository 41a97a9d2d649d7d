"""References between the parts of a survey definition: every name that one part uses must exist in another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from templates.questions import SIGN_OFF, questions
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
from templates.schema import Pick, ResultTable, Survey

NAME = re.compile(r"^[A-Za-z_\\][A-Za-z0-9_.\\]*$")
CELL_LIKE = re.compile(r"^([A-Za-z]{1,3}[0-9]{1,7}|[rR][0-9]*[cC][0-9]*)$")
PROMPT_LIMIT = 255
SHEET_LIMIT = 31
BAD_IN_SHEET = re.compile(r"[\[\]:*?/\\]|^'|'$")
WHO = "alg.cbs_code"
"""The question whose answer says which municipality a workbook came from."""
PAY = ("werkgeverslasten", "productieve_uren")
SCALE = "salaris.schaal."
RESERVED = frozenset({"uit", "reken", "par", "lijst", "meta", "controles", "eigen", "plan"})
"""The first words of names that the workbook gives to its own cells."""

Inconsistency = tuple[str, str, str]  # part, text to find its line by, explanation


def inconsistencies(survey: Survey) -> list[Inconsistency]:
    """Everything in the parts that does not fit together; empty when the definition is sound."""
    return [
        *_sheet_names(survey),
        *_question_ids(survey),
        *_code_lists(survey),
        *_grids(survey),
        *_conditions(survey),
        *_prompts(survey),
        *_rules(survey),
        *_parameters(survey),
        *_tables(survey),
        *_results_asked(survey),
        *_needed(survey),
    ]


def _sheet_names(survey: Survey) -> Iterator[Inconsistency]:
    seen: set[str] = set()
    for sheet in survey.sheets:
        if not 0 < len(sheet.name) <= SHEET_LIMIT or BAD_IN_SHEET.search(sheet.name):
            yield sheet.key, f"name: {sheet.name}", f"'{sheet.name}' kan geen naam van een blad zijn"
        if sheet.name.lower() in seen:
            yield sheet.key, f"name: {sheet.name}", f"het blad '{sheet.name}' komt twee keer voor"
        seen.add(sheet.name.lower())


def _question_ids(survey: Survey) -> Iterator[Inconsistency]:
    asked = questions(survey)
    for question_id, count in Counter(question.id.lower() for question in asked).items():
        if count > 1:
            yield "survey", question_id, f"de vraag '{question_id}' komt {count} keer voor"
    for signed in survey.identity.sign_off:
        if not signed.id.startswith(SIGN_OFF):
            yield "survey", signed.id, f"'{signed.id}' hoort bij de vaststelling en begint dan met '{SIGN_OFF}'"
    for question in asked:
        if not NAME.match(question.id) or CELL_LIKE.match(question.id):
            yield question.sheet, question.id, f"'{question.id}' kan geen naam van een cel zijn"
        if question.id.partition(".")[0].lower() in RESERVED:
            text = f"'{question.id}' begint als een naam die de werkmap zelf gebruikt ({', '.join(sorted(RESERVED))})"
            yield question.sheet, question.id, text


def _code_lists(survey: Survey) -> Iterator[Inconsistency]:
    for question in questions(survey):
        if question.field.type != "code":
            continue
        try:
            survey.dimensions.codes(question.field.code_list)
        except KeyError:
            text = f"vraag '{question.id}' gebruikt de onbekende codelijst '{question.field.code_list}'"
            yield question.sheet, question.column or question.id, text


def _grids(survey: Survey) -> Iterator[Inconsistency]:
    """A row of a grid is a dimension, or a code of one; without a word for its rows nothing else can be shown."""
    for sheet in survey.sheets:
        for block in sheet.blocks:
            if block.kind != "rooster" or block.row_label:
                continue
            for row in survey.dimensions.expand(block.rows):
                if survey.dimensions.entry(row) is None:
                    said = f"het rooster '{block.title}' heeft rijen '{row}', en dat is geen dimensie of code daarvan"
                    yield sheet.key, row, said


def _conditions(survey: Survey) -> Iterator[Inconsistency]:
    known = {question.id for question in questions(survey)}
    for question in questions(survey):
        for condition in question.applies:
            if condition.id not in known:
                text = f"vraag '{question.id}' hangt af van de onbekende vraag '{condition.id}'"
                yield question.sheet, condition.id, text


def _prompts(survey: Survey) -> Iterator[Inconsistency]:
    for question in questions(survey):
        if len(question.field.help) > PROMPT_LIMIT:
            text = f"de uitleg bij '{question.id}' is langer dan {PROMPT_LIMIT} tekens; Excel weigert dat"
            yield question.sheet, question.field.help[:40], text


def _rules(survey: Survey) -> Iterator[Inconsistency]:
    known = {question.id for question in questions(survey)}
    for rule_id, count in Counter(rule.id for rule in survey.rules).items():
        if count > 1:
            yield "checks", f"id: {rule_id}", f"de regel '{rule_id}' komt {count} keer voor"
    for rule in survey.rules:
        for case in rule_cases(survey, rule):
            for name in (*case.parts, *case.total, *(condition.id for condition in case.when)):
                if name not in known:
                    yield "checks", f"id: {rule.id}", f"regel '{rule.id}' noemt de onbekende vraag '{name}'"


def _parameters(survey: Survey) -> Iterator[Inconsistency]:
    for code, count in Counter(parameter.code for parameter in survey.parameters).items():
        if count > 1:
            yield "parameters", f"code: {code}", f"de parameter '{code}' komt {count} keer voor"
    for parameter in survey.parameters:
        if parameter.follows and not parameter.amounts:
            text = f"parameter '{parameter.code}' volgt '{parameter.follows.code}', en die heeft op die dag geen waarde"
            yield "parameters", f"code: {parameter.code}", text
        if not NAME.match(f"par.{parameter.code}"):
            text = f"'{parameter.code}' kan geen deel van de naam van een cel zijn"
            yield "parameters", parameter.code, text
        for amount in parameter.amounts:
            if not parameter.choices and isinstance(amount.value, str):
                text = f"parameter '{parameter.code}' heeft waarde '{amount.value}', en dat is geen getal"
                yield "parameters", f"waarde: {amount.value}", text
            if parameter.choices and amount.value is not None and str(amount.value) not in parameter.choices:
                text = f"parameter '{parameter.code}' heeft waarde '{amount.value}', geen van de keuzes"
                yield "parameters", f"code: {parameter.code}", text


def _tables(survey: Survey) -> Iterator[Inconsistency]:
    for name, count in Counter(table.sheet.lower() for table in survey.tables).items():
        if count > 1:
            yield "tables", f"sheet: {name}", f"het blad '{name}' komt {count} keer voor"
    for table in survey.tables:
        for chart in table.charts:
            for series in chart.series:
                if not 1 <= series.column <= len(table.columns):
                    yield "tables", f'id: "{table.id}"', f"de grafiek van tabel {table.id} noemt kolom {series.column}"
            for row in chart.rows:
                if not 1 <= row <= len(table.rows):
                    yield "tables", f'id: "{table.id}"', f"de grafiek van tabel {table.id} noemt rij {row}"


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
                    yield "tables", f"{name}: {code}", said


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
        yield "survey", "id:", f"de vraag '{WHO}' (prefilled: code) ontbreekt; zonder is niet te zien wie antwoordt"
    if not survey.dimensions.tasks:
        return
    codes = {parameter.code for parameter in survey.parameters}
    missing = [code for code in PAY if code not in codes]
    missing += [] if any(code.startswith(SCALE) for code in codes) else [f"{SCALE}*"]
    if missing:
        said = f"de parameters {', '.join(missing)} ontbreken; neem ze over met 'uses: [loon]' of geef ze zelf"
        yield "survey", "uses:", said
