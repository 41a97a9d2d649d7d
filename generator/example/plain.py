"""A plain example of any survey, drawn with a fixed seed from the rules in its `example/recipe.yaml`.

`python -m generator.example.plain MAP` writes `frame.csv`, `sample.csv` and `answers/<code>.csv` of the survey in that
folder (or with that name); the same recipe gives the same files. What a recipe holds: templates/jeugd2024.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.example.drawing import Answer, Draw, to_step
from generator.example.files import csv_text, value_text, write_files
from generator.example.making import made
from templates import Survey, load_survey
from templates.columns import SAMPLE, frame_columns
from templates.folders import add_survey, survey_home
from templates.questions import question_ids
from templates.recipes import read_plain_recipe

FINEST = 1e-6
ARGUMENTS = 2
"""The module and the survey."""


def plain_files(survey: Survey, recipe: Mapping[str, Any]) -> dict[str, str]:
    """Every file of the example as relative path -> text.

    Each municipality has its own seed, so that one more changes no other. A column that a frame of this survey lacks,
    an unknown question id or a rule that points at nothing raises KeyError; `read_plain_recipe` refuses them before.
    """
    frame = _frame(recipe)
    needed = frame_columns(survey.dimensions)
    columns = (*needed, *(name for name in next(iter(frame.values())) if name not in needed))
    files = {
        "frame.csv": csv_text(columns, [[value_text(row[name]) for name in columns] for row in frame.values()]),
        "sample.csv": csv_text(SAMPLE, _sample(recipe)),
    }
    for code, kind in recipe["respondents"].items():
        answers = _answers(survey, recipe, code, kind, frame[code])
        files[f"answers/{code}.csv"] = csv_text(
            ("id", "waarde"), [(name, value_text(v)) for name, v in answers.items()]
        )
    return files


def _frame(recipe: Mapping[str, Any]) -> dict[str, dict[str, Answer]]:
    """The made-up municipalities: so many of every size, a column per rule."""
    told = recipe["municipalities"]
    rows: dict[str, dict[str, Answer]] = {}
    names = [first + last for last in told["names"]["last"] for first in told["names"]["first"]]
    sizes = [size["rules"] for size in told["sizes"] for _ in range(size["count"])]
    for number, rules in enumerate(sizes):
        code = f"GM{told['first'] + number:04d}"
        draw = Draw(f"{recipe['seed']}.frame.{code}")
        row: dict[str, Answer] = {"code": code, "naam": names[number * told["names"]["stride"] % len(names)]}
        rows[code] = _drawn(draw, {**rules, **told["rules"]}, row)
    return rows


def _sample(recipe: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The drawn municipalities in the columns of SAMPLE.csv: who answers, and who stays under way or refuses."""
    status = {**dict.fromkeys(recipe["respondents"], recipe["status"]), **recipe["others"]}
    return [tuple({"code": code, "status": status[code]}.get(name, "") for name in SAMPLE) for code in sorted(status)]


def _answers(
    survey: Survey, recipe: Mapping[str, Any], code: str, kind: str, row: Mapping[str, Answer]
) -> dict[str, Answer]:
    """The answers of one respondent in the order of the survey; `mistakes` come last, and null there leaves empty."""
    rules = {**recipe["answers"], **recipe["kinds"][kind]}
    drawn = _drawn(Draw(f"{recipe['seed']}.answers.{code}"), rules, dict(row))
    given = {name: drawn[name] for name in rules} | recipe["mistakes"].get(code, {})
    asked = question_ids(survey)
    unknown = sorted(set(given) - set(asked))
    if unknown:
        raise KeyError(f"{code}: {unknown}")
    return {name: given[name] for name in asked if given.get(name) is not None}


def _drawn(draw: Draw, rules: Mapping[str, Any], known: dict[str, Answer]) -> dict[str, Answer]:
    """`known` with a value per rule, in order, so that a rule may point at what was drawn before it.

    A rule is a value, [low, high, step], {of: [choices]}, or {part: name, between: [low, high], step}: that part of
    an earlier value.
    """
    for name, rule in rules.items():
        if isinstance(rule, Mapping) and "part" in rule:
            low, high = rule["between"]
            known[name] = to_step(float(known[rule["part"]]) * draw.number((low, high, FINEST)), rule["step"])
        else:
            known[name] = draw.answer(rule) if isinstance(rule, list | Mapping) else rule
    return known


def write_plain(named: str) -> tuple[Path, ...]:
    """Draws the example of the survey with this name, or in this folder, and writes it; gives the files.

    Raises `Problems`, all of the recipe's together, each with file and line; nothing is then written.
    """
    chosen = add_survey(named)
    survey, folder = load_survey(chosen), survey_home(chosen) / "example"
    return write_files(folder, plain_files(survey, read_plain_recipe(folder, survey).model_dump()))


if __name__ == "__main__":
    if len(sys.argv) != ARGUMENTS:
        sys.exit("Gebruik: python -m generator.example.plain NAAM|MAP")
    sys.exit(made(lambda: write_plain(sys.argv[1])))
