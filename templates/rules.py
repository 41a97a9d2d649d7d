"""The rules of a survey written out case by case, and the cell in which a respondent explains a soft one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from templates.schema import Condition, GridBlock, Rule, Survey

QUANTITIES, SCALE, WAGES = ("inzet", "uren"), "schaal", "loonkosten"
"""The last words of the ids of what a salary prices, of the scale that says which, and of what stands in for both."""


def rule_cases(survey: Survey, rule: Rule) -> tuple[Rule, ...]:
    """The rule written out: one rule without `over` per combination of the codes it runs over.

    A rule on salaries is written out over all scales that are asked: `parts` is then what the salary prices.
    """
    if rule.kind == "salaris":
        return tuple(
            rule.model_copy(update={"parts": (part,), "total": (scale,), "unless": instead})
            for part, scale, instead in _priced(survey)
        )
    axes = {name: survey.dimensions.expand(values) for name, values in rule.over.items()}
    cases = []
    for combination in product(*axes.values()):
        codes = dict(zip(axes, combination, strict=True))
        cases.append(
            rule.model_copy(
                update={
                    "over": {},
                    "parts": tuple(name.format(**codes) for name in rule.parts),
                    "total": tuple(name.format(**codes) for name in rule.total),
                    "when": _of(rule.when, codes),
                    "unless": _of(rule.unless, codes),
                }
            )
        )
    return tuple(cases)


def _of(conditions: tuple[Condition, ...], codes: dict[str, str]) -> tuple[Condition, ...]:
    return tuple(one.model_copy(update={"id": one.id.format(**codes)}) for one in conditions)


def _priced(survey: Survey) -> Iterator[tuple[str, str, tuple[Condition, ...]]]:
    """The ids of a quantity and its scale, in workbook order, and the actual pay that makes both unneeded."""
    for block in (block for sheet in survey.sheets for block in sheet.blocks if isinstance(block, GridBlock)):
        keys = {column.key: column.only_rows for column in block.columns}
        for row, column in product(survey.dimensions.expand(block.rows), block.columns):
            if column.type != SCALE or (column.only_rows and row not in column.only_rows):
                continue
            stem = column.key.removesuffix(SCALE)
            pay = block.id.format(rij=row, kolom=f"{stem}{WAGES}")
            instead = (Condition(id=pay),) if f"{stem}{WAGES}" in keys else ()
            for part in (f"{stem}{quantity}" for quantity in QUANTITIES):
                if part in keys and (not keys[part] or row in keys[part]):
                    yield block.id.format(rij=row, kolom=part), block.id.format(rij=row, kolom=column.key), instead


def explanation_id(rule: str, case: int) -> str:
    """The id of the cell that explains a case of a soft rule; `case` counts the cases of the rule from 1."""
    return f"toel.{rule.replace('-', '_')}.{case}"


def explained_cases(survey: Survey) -> Iterator[tuple[str, Rule]]:
    """The id of the explanation and the case, of every case of every soft rule that runs in the workbook."""
    for rule in survey.rules:
        if rule.soft:
            for number, case in enumerate(rule_cases(survey, rule), start=1):
                yield explanation_id(rule.id, number), case
