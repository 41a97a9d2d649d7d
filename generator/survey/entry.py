"""What a cell accepts and what it says when it is selected: validation lists, ranges and prompts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from generator.survey.formulas import NVT, UNKNOWN, constant, literal
from generator.survey.page import Validation
from generator.survey.texts import in_figures, text
from templates.questions import Asked
from templates.schema import DATE, Code, Dimensions, Field_

PROMPT_LIMIT, TITLE_LIMIT, ERROR_LIMIT = 255, 32, 225
SCALES = "lijst.schalen"


def list_name(code_list: str) -> str:
    """The name of the range that holds the codes of a list."""
    return f"lijst.{code_list}"


def validation(asked: Asked, dimensions: Dimensions, area: str, label: str = "") -> Validation:
    """The check on entry for an area of cells that ask the same; formulas are relative to its first cell."""
    field = asked.field
    title = shortened(label or asked.label, TITLE_LIMIT)
    first = area.split(":")[0]
    if field.type == "code":
        codes = dimensions.codes(field.code_list)
        return _made(area, "list", list_name(field.code_list), title, _options(field.help, codes), "list_rule")
    if field.type == "schaal":
        prompt = _joined(field.help, text("answers.error", regel=text("answers.scale_rule")))
        return _made(area, "list", SCALES, title, prompt, "scale_rule", warning=True)
    if field.type == DATE:
        return _made(area, "custom", f"ISNUMBER({first})", title, field.help, "date_rule")
    if not asked.numeric:
        return Validation(area, "none", "", title, shortened(field.help, PROMPT_LIMIT))
    formula = accepted(first, field.minimum, field.maximum, whole=field.type == "aantal", words=(NVT, UNKNOWN))
    sentence = text("answers.error", regel=expected_words(asked, dimensions))
    prompt = _joined(explained(field), sentence)
    return Validation(
        area, "custom", formula, title, prompt, shortened(sentence, ERROR_LIMIT), text("answers.error_title")
    )


def offers_unknown(asked: Asked) -> bool:
    """Whether `onbekend` is an answer here: to every number, and to a choice unless leaving it empty means something.

    Such a choice says which questions apply; that nobody can leave open.
    """
    return asked.numeric or (asked.field.type == "code" and not asked.field.empty_means)


def expected_words(asked: Asked, dimensions: Dimensions) -> str:
    """What can be answered, in words: the limits of a number, or the codes of a list."""
    field = asked.field
    if field.type == DATE:
        return text("answers.date_rule")
    if not asked.numeric:
        codes = [code.code for code in dimensions.codes(field.code_list)]
        return ", ".join(codes if field.empty_means else [*codes, UNKNOWN])
    if field.type == "schaal":
        return text("answers.scale_rule")
    rule = {"aantal": "whole_rule", "fractie": "fraction_rule"}.get(field.type, "number_rule")
    return text(f"answers.{rule}", **_limits(asked))


def _limits(asked: Asked) -> dict[str, object]:
    field = asked.field
    low, high = (
        f"{value:.0%}" if field.type == "fractie" else _thousands(value)
        for value in (field.minimum or 0, field.maximum or 0)
    )
    return {"laag": low, "hoog": high}


def accepted(
    cell: str, low: float | None, high: float | None, *, whole: bool = False, words: Sequence[str] = ()
) -> str:
    """Whether a cell may hold what is typed: a number within the limits, or one of the words (in any case).

    Excel's AND and OR work out every argument, so that arithmetic on text beside a test for text is an error, and a
    check that ends in an error refuses. IF does stop: text never reaches the limits or INT.
    """
    limits = [f"{cell}>={constant(low)}"] if low is not None else []
    limits += [f"{cell}<={constant(high)}"] if high is not None else []
    limits += [f"{cell}=INT({cell})"] if whole else []
    number = f"AND({','.join(limits)})" if limits else "1=1"
    word = f"OR({','.join(f'{cell}={literal(one)}' for one in words)})" if words else "1=0"
    return f"IF(ISNUMBER({cell}),{number},{word})"


def _made(
    area: str,
    kind: Literal["list", "custom", "none"],
    formula: str,
    title: str,
    prompt: str,
    rule: str,
    warning: bool = False,
) -> Validation:
    error = text("answers.error", regel=text(f"answers.{rule}"))
    error_title = text("answers.warning_title" if warning else "answers.error_title")
    return Validation(area, kind, formula, title, prompt, shortened(error, ERROR_LIMIT), error_title, warning)


def _options(words: str, codes: tuple[Code, ...]) -> str:
    """The explanation and, as far as they fit, what the codes stand for."""
    options = "; ".join(f"{code.code} = {code.label}" for code in codes)
    whole = _joined(words, f"{text('answers.options')}{options}.")
    return whole if len(whole) <= PROMPT_LIMIT else shortened(words, PROMPT_LIMIT)


def explained(field: Field_) -> str:
    """What a question asks, with an example, and what does not belong to it."""
    example = f" ({text('common.example')}{in_figures(field.example)})" if field.example else ""
    excluded = f" {text('common.excludes')}{field.excludes}" if field.excludes else ""
    return f"{field.help}{example}{excluded}"


def _joined(first: str, second: str) -> str:
    both = f"{first} {second}".strip()
    return both if len(both) <= PROMPT_LIMIT else shortened(first or second, PROMPT_LIMIT)


def shortened(words: str, limit: int) -> str:
    """The words, cut off at a space with an ellipsis where they are longer than the limit."""
    if len(words) <= limit:
        return words
    return words[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:-(") + "…"


def _thousands(value: float) -> str:
    dutch = f"{value:,.10g}".replace(",", ".") if float(value).is_integer() else f"{value:g}".replace(".", ",")
    return in_figures(dutch)
