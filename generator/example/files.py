"""The files of the built-in example, drawn with a fixed seed from what is given.

`templates/<survey>/example/` holds what is given: `frame.csv` (invented municipalities), `outcomes.csv` (what the
answers of each respondent are to cost) and `recipe.yaml` (ranges, and what sets each respondent apart). From them
follow the optional columns of `frame.csv`, `sample.csv` and `answers/<code>.csv`. `python -m
generator.example` rewrites the folder, and a test holds the committed files against what is drawn.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import templates
from generator.example.annual import JOINT_BODY, MUNICIPALITY
from generator.example.drawing import Answer, Draw
from generator.example.frame import with_details
from generator.example.respondent import EDGE_TOTALS, Outcome, Recipe, Respondent, Row, known
from generator.ooxml.files import write_atomically
from templates import Survey
from templates.columns import SAMPLE
from templates.questions import question_ids
from templates.study_recipes import read_study_recipe, refuse_study_misfits


def example_folder(survey_id: str = "wi2021") -> Path:
    """Where the example of a survey lies: `frame.csv`, `sample.csv` and `answers/`."""
    return Path(templates.__file__).parent / survey_id / "example"


def read_frame(folder: Path) -> dict[str, Row]:
    """The rows of `frame.csv` by municipality code."""
    return {row["code"]: row for row in _read_csv(folder / "frame.csv")}


def read_outcomes(folder: Path) -> dict[str, Outcome]:
    """What the answers of each respondent are to cost, by municipality code; NaN for what it does not answer."""
    return {row["code"]: known(row) for row in _read_csv(folder / "outcomes.csv")}


def _read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def read_recipe(folder: Path) -> Recipe:
    """What the answers are drawn from; its comments say what each part means.

    Raises `Problems` with every mistake, each with file and line.
    """
    return read_study_recipe(folder).model_dump(by_alias=True, exclude_unset=True)


def example_files(
    survey: Survey, frame: Mapping[str, Row], recipe: Recipe, outcomes: Mapping[str, Outcome]
) -> dict[str, str]:
    """Every file that is made, as relative path -> text: `frame.csv`, `sample.csv`, one `answers/<code>.csv` each.

    The same inputs give the same text on every machine: each municipality has its own seed, so that one more
    respondent changes no other.
    """
    detailed = with_details(frame, recipe, survey.dimensions)
    columns = list(next(iter(detailed.values())))
    files = {"frame.csv": csv_text(columns, [[row[name] for name in columns] for row in detailed.values()])}
    files["sample.csv"] = csv_text(SAMPLE, sample_rows(recipe))
    for code in sorted(recipe["respondents"]):
        answers = answers_of(survey, frame[code], recipe, outcomes[code])
        files[f"answers/{code}.csv"] = csv_text(
            ("id", "waarde"), [(name, value_text(value)) for name, value in answers.items()]
        )
    return files


def sample_rows(recipe: Recipe) -> list[tuple[str, ...]]:
    """The drawn municipalities in the columns of SAMPLE.csv: respondents, refusals and those still under way."""
    rows: list[tuple[str, ...]] = []
    for code in sorted([*recipe["respondents"], *recipe["drawn"]]):
        draw = Draw(f"{recipe['seed']}.sample.{code}")
        joint_body = draw.one_of(recipe["joint_bodies"])
        wave, status = draw.answer(recipe["wave"]), draw.answer(recipe["drawn_status"])
        filler = MUNICIPALITY
        if code in recipe["respondents"]:
            traits = recipe["respondents"][code] or {}
            status = "randtotaal" if traits.get("volledigheid") == EDGE_TOTALS else "volledig"
            joint = traits.get("joint")
            filler = MUNICIPALITY if joint is None else JOINT_BODY if joint.get("whole") else "beide"
        rows.append((code, filler, "" if filler == MUNICIPALITY else joint_body, str(wave), str(status)))
    return rows


def answers_of(survey: Survey, row: Row, recipe: Recipe, outcome: Outcome) -> dict[str, Answer]:
    """The answers of one respondent by question id, in the order of the survey.

    row: its line of the frame, whose guided inburgeraars it reports; outcome: what its answers are to cost. What the
    workbook has filled in beforehand is left out. An id that the survey does not ask raises KeyError: the recipe is
    then wrong.
    """
    given = Respondent(survey, row, recipe, outcome).answers()
    unknown = set(given) - set(question_ids(survey))
    if unknown:
        raise KeyError(f"{row['code']}: {sorted(unknown)}")
    return {name: given[name] for name in question_ids(survey) if name in given}


def value_text(value: Answer) -> str:
    """A value as ANSWERS.csv writes it: decimal point, whole numbers without decimals."""
    if isinstance(value, str):
        return value
    return str(int(value)) if float(value).is_integer() else repr(round(value, 6))


def csv_text(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A comma-separated file with its header."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()


def write_example(folder: Path, survey: Survey) -> tuple[Path, ...]:
    """Draws the example anew and writes it; answers of municipalities that no longer respond are removed.

    Raises `Problems`, each with file and line, when the recipe does not fit its schema, the survey or the other files.
    """
    frame, outcomes = read_frame(folder), read_outcomes(folder)
    refuse_study_misfits(read_study_recipe(folder), folder, survey, frame.keys() & outcomes.keys())
    return write_files(folder, example_files(survey, frame, read_recipe(folder), outcomes))


def write_files(folder: Path, files: Mapping[str, str]) -> tuple[Path, ...]:
    """Writes the files of an example, by relative path; answers that are not among them are removed."""
    (folder / "answers").mkdir(exist_ok=True)
    for path in (folder / "answers").glob("*.csv"):
        if f"answers/{path.name}" not in files:
            path.unlink()
    for name, text in files.items():
        write_atomically(folder / name, text.encode("utf-8"))
    return tuple(folder / name for name in files)
