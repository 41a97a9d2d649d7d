"""The last blocks of the sheet `Berekening`: what must be answered and is, and what cannot be an answer."""

from __future__ import annotations

from generator import style
from generator.ooxml.sheet import address
from generator.survey.calculation_writer import CalculationWriter
from generator.survey.entry import list_name
from generator.survey.formulas import UNKNOWN, all_hold, any_answered, filled, formula, invalid, literal, says
from generator.survey.required import RequiredUnit, required_units
from generator.survey.texts import text
from templates.questions import Asked


def completeness(writer: CalculationWriter) -> None:
    """Which required units apply and are answered, the sums per sheet, and the share of all."""
    t = text
    heads = ("applies", "answered", "sheet", "unknown")
    writer.block(
        t("calculation.completeness"),
        [t("common.code"), t("calculation.unit"), *(t(f"calculation.{head}") for head in heads)],
    )
    first = writer.page.row
    for unit in required_units(writer.survey):
        _unit_line(writer, unit)
    last = max(first, writer.page.row - 1)
    applies, done, sheets = (f"${letter}${first}:${letter}${last}" for letter in "CDE")
    for sheet in writer.survey.sheets:
        for name, word, area in (("gevraagd", "asked", applies), ("beantwoord", "answered", done)):
            writer.figure(
                f"{sheet.name}: {t(f'calculation.{word}')}",
                f"reken.{name}.{sheet.key}",
                f"SUMIFS({area},{sheets},{literal(sheet.key)})",
                "0",
            )
    unknown = f"$F${first}:$F${last}"
    writer.figure(t("calculation.unknown_all"), "reken.onbekend", f"SUM({unknown})", "0")
    writer.figure(
        t("calculation.completeness_share"),
        "uit.volledigheid",
        f"IF(SUM({applies})=0,1,SUM({done})/SUM({applies}))",
        "0.0%",
    )


def validity(writer: CalculationWriter) -> None:
    """How many answers of each item cannot be one, and the sum of that per sheet."""
    t, items = text, dict[str, list[Asked]]()
    for one in writer.asked.values():
        if one.numeric or one.field.type == "code":
            items.setdefault(one.item, []).append(one)
    heads = [t("common.code"), t("calculation.unit"), t("calculation.invalid"), t("calculation.sheet")]
    writer.block(t("calculation.validity"), heads)
    first = writer.page.row
    for name, members in items.items():
        cells = (f"IF({invalid(one, list_name(one.field.code_list))},1,0)" for one in members)
        writer.line(name, members[0].label, ["+".join(cells)], fmt="0")
        writer.page.put(writer.page.row - 1, 4, members[0].sheet, style.FORMULA)
    counts, sheets = (f"${letter}${first}:${letter}${writer.page.row - 1}" for letter in "CD")
    for sheet in writer.survey.sheets:
        label = f"{sheet.name}: {t('calculation.invalid')}"
        writer.figure(label, f"reken.ongeldig.{sheet.key}", f"SUMIFS({counts},{sheets},{literal(sheet.key)})", "0")


def _unit_line(writer: CalculationWriter, unit: RequiredUnit) -> None:
    row = writer.page.row
    is_answered = any_answered(unit.ids) if unit.numeric else filled(unit.ids[0])
    expressions = [
        f"IF({all_hold(unit.applies, writer.asked)},1,0)",
        f"IF(AND({address(row, 3)}=1,{is_answered}),1,0)",
    ]
    writer.line(unit.ids[0], unit.label, expressions, fmt="0")
    writer.page.put(row, 5, unit.sheet, style.FORMULA)
    said = "+".join(f"IF({says(one, UNKNOWN)},1,0)" for one in unit.ids)
    unknown = formula(f"IF(AND({address(row, 3)}=1,{address(row, 4)}=0,{said}>0),1,0)")
    writer.page.put(row, 6, unknown, style.FORMULA, "0")
