"""The export of the web survey of the example: answers dealt out by chance so that each occurs as often as asked.

`python -m generator.example.web` writes `export.csv` from `recipe.yaml`; the same recipe gives the same file.
"""

from __future__ import annotations

import csv
import io
import random
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.example.files import example_folder
from generator.example.making import made
from templates import Survey, load_survey
from templates.questions import questions
from templates.study_recipes import read_web_recipe

SURVEY = "wi2021web"
EXPORT = "export.csv"


def web_export(survey: Survey, recipe: Mapping[str, Any]) -> bytes:
    """The CSV as a survey tool writes it: labels for headings and answers, UTF-8 with its mark."""
    chance = random.Random(recipe["seed"])
    joint = recipe["joint"]
    known = [{"alg.cbs_code": code, "web.soort": "gemeente"} for code in recipe["municipalities"]]
    beside = [{"alg.gemeente": name, "web.soort": "verband", "web.aantal_gemeenten": n} for name, n in joint.items()]
    respondents: list[dict[str, Any]] = [*known, *beside]
    for question, counts in recipe["of_municipalities"].items():
        _deal(question, counts, respondents[: len(known)], chance)
    for question, counts in recipe["of_all"].items():
        _deal(question, counts, respondents, chance)
    for question, (mean, spread) in recipe["hours"].items():
        for one in chance.sample(respondents, round(0.7 * len(respondents))):
            one[question] = round(max(1.0, chance.gauss(mean, spread)))
    chance.shuffle(respondents)
    return _written(survey, respondents)


def _deal(question: str, counts: Mapping[Any, int], respondents: list[dict[str, Any]], chance: random.Random) -> None:
    """Each answer to as many respondents as asked; who is left over skips the question."""
    cards = [answer for answer, count in counts.items() for _ in range(count)]
    for one, answer in zip(chance.sample(respondents, len(cards)), cards, strict=True):
        one[question] = answer


def _written(survey: Survey, respondents: list[dict[str, Any]]) -> bytes:
    asked = [one for one in questions(survey) if not one.id.startswith("toel.")]
    labels = {
        one.id: {code.code: code.label for code in survey.dimensions.codes(one.field.code_list)}
        for one in asked
        if one.field.type == "code"
    }
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["Respondent ID", *(one.label for one in asked)])
    for number, answers in enumerate(respondents, start=1):
        row = [answers.get(one.id, "") for one in asked]
        writer.writerow(
            [number, *(labels.get(one.id, {}).get(cell, cell) for one, cell in zip(asked, row, strict=True))]
        )
    return stream.getvalue().encode("utf-8-sig")


def main(folder: Path) -> None:
    """Writes the export into the folder of the example. Raises `Problems` when the recipe is wrong."""
    survey = load_survey(SURVEY)
    (folder / EXPORT).write_bytes(web_export(survey, read_web_recipe(folder, survey).model_dump()))


if __name__ == "__main__":
    sys.exit(made(lambda: main(example_folder(SURVEY))))
