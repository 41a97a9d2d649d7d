"""The last blocks of the sheet `Berekening`: what must be answered and is, and what cannot be an answer."""

from __future__ import annotations

from generator import style
from generator.ooxml.sheet import address
from generator.survey.calculation_writer import CalculationWriter
from generator.survey.formulas import UNKNOWN, all_hold, filled, formula, literal, says
from generator.survey.readings import ANSWERED, NO_CODE, NO_NUMBER, OUT_OF_RANGE
from generator.survey.required import RequiredUnit, required_units
from generator.survey.texts import text


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
    applies, done, sheets, unknown = (f"${letter}${first}:${letter}${last}" for letter in "CDEF")
    for sheet in writer.survey.sheets:
        for name, word, area in (
            ("gevraagd", "asked", applies),
            ("beantwoord", "answered", done),
            ("onbekend", "unknown", unknown),
        ):
            writer.figure(
                f"{sheet.name}: {t(f'calculation.{word}')}",
                f"reken.{name}.{sheet.key}",
                f"SUMIFS({area},{sheets},{literal(sheet.key)})",
                "0",
            )
    writer.figure(t("calculation.unknown_all"), "reken.onbekend", f"SUM({unknown})", "0")
    writer.figure(
        t("calculation.completeness_share"),
        "uit.volledigheid",
        f"IF(SUM({applies})=0,1,SUM({done})/SUM({applies}))",
        "0.0%",
    )


def validity(writer: CalculationWriter) -> None:
    """How many answers of each sheet cannot be one."""
    t = text
    writer.block(t("calculation.validity"), [t("common.code"), t("calculation.unit"), t("calculation.invalid")])
    for sheet in writer.survey.sheets:
        wrong = "+".join(
            f"COUNTIFS(gelezen.bladnaam,{literal(sheet.name)},gelezen.toestand,{state})"
            for state in (NO_NUMBER, OUT_OF_RANGE, NO_CODE)
        )
        writer.figure(f"{sheet.name}: {t('calculation.invalid')}", f"reken.ongeldig.{sheet.key}", wrong, "0")


def _unit_line(writer: CalculationWriter, unit: RequiredUnit) -> None:
    """A unit: whether it applies, is answered, and is not answered on purpose."""
    row, read = writer.page.row, writer.read
    if unit.ids[0] in read.asked:
        is_answered, unknown = read.any_answered(unit.ids), f"{read.worst(unit.ids)}>{ANSWERED}"
    else:
        is_answered, unknown = filled(unit.ids[0]), says(unit.ids[0], UNKNOWN)
    applies, done = address(row, 3), address(row, 4)
    expressions = [
        f"IF({all_hold(unit.applies, writer.asked)},1,0)",
        f"IF(AND({applies}=1,{is_answered}),1,0)",
    ]
    writer.line(unit.ids[0], unit.label, expressions, fmt="0")
    writer.page.put(row, 5, unit.sheet, style.FORMULA)
    writer.page.put(row, 6, formula(f"IF(AND({applies}=1,{done}=0,{unknown}),1,0)"), style.FORMULA, "0")
