"""The schemas of the recipes of the built-in study: the survey of cost (`wi2021`) and the web survey beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field

from templates.loading import inconsistent, read_part
from templates.problems import Problems
from templates.questions import question_ids, questions
from templates.recipes import RECIPE, Rule, Rules
from templates.schema import Frozen, Survey

Overhead = Literal["procent", "euro_per_fte"]


class FrameRecipe(Frozen):
    """Optional columns of the frame: national inflow by groep and year, chance, and ranges."""

    instroom: dict[str, dict[str, int]]
    toeval: Rule
    routes: Rules
    diplomas_t2: Rule
    migratieachtergrond: Rules


class RouteMix(Frozen):
    """The groep that takes routes, the share of each, and the route of the rest."""

    groep: str
    shares: Rules
    rest: str


class AnnualTask(Frozen):
    """Scale of a task, how much of it own staff does, and the order in which hired staff works."""

    schaal: Rule
    eigen: float
    inhuur: float


class GroupTrajectory(Frozen):
    """Rules per direct task, and per route or provision."""

    direct: dict[str, Rules]
    items: dict[str, Rules]


class Joint(Frozen):
    """What a joint body does for a respondent."""

    way: Literal["registratie", "sleutel"]
    share: float | None = None
    whole: bool = False
    tasks: tuple[str, ...]
    overhead: Overhead


class Plus(Frozen):
    """What is added to the answer that was drawn."""

    plus: float


class Traits(Frozen):
    """What sets a respondent apart; the comments of the recipe say what each means."""

    volledigheid: Literal["randtotalen"] | None = None
    joint: Joint | None = None
    unit: Literal["fte", "uur"] = "fte"
    overhead: Overhead = "procent"
    contracts: tuple[dict[str, float | str], ...] = ()
    derived_by_talks: dict[str, float] | None = None
    group_price: dict[str, float] = Field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    pip: Rule = None
    totals_only: bool = False
    answers: dict[str, Plus | float | str] | None = Field(default=None, alias="set")


class StudyRecipe(Frozen):
    """`recipe.yaml` of the built-in study."""

    seed: int
    frame: FrameRecipe
    general: Rules
    volumes: Rules
    routes: RouteMix
    annual: dict[str, AnnualTask]
    trajectory: dict[str, GroupTrajectory]
    funding: Rules
    respondents: dict[str, Traits]
    drawn: tuple[str, ...]
    drawn_status: Rule
    wave: Rule
    joint_bodies: tuple[str, ...] = Field(min_length=1)


class WebRecipe(Frozen):
    """`recipe.yaml` of the web survey: who answers, and how often each answer is given (question, answer, times)."""

    seed: int
    municipalities: tuple[str, ...]
    joint: dict[str, int]
    of_municipalities: dict[str, dict[str, int]]
    of_all: dict[str, dict[str, int]]
    hours: dict[str, tuple[float, float]]


def read_study_recipe(folder: Path) -> StudyRecipe:
    """The recipe in `folder`. Raises `Problems` with every mistake, each with file and line."""
    return read_part(folder / RECIPE, StudyRecipe)


def refuse_study_misfits(recipe: StudyRecipe, folder: Path, survey: Survey, known: Collection[str]) -> None:
    """Raises `Problems`, all together: questions, tasks, routes and municipalities that do not exist.

    known: the municipalities with an outcome.
    """
    wrong = [inconsistent(folder / RECIPE, *one) for one in _study_misfits(recipe, survey, known)]
    if wrong:
        raise Problems(wrong)


def _study_misfits(recipe: StudyRecipe, survey: Survey, known: Collection[str]) -> Iterator[tuple[str, str]]:
    dimensions, asked = survey.dimensions, set(question_ids(survey))
    given = dict.fromkeys(recipe.general, "'general'")
    for code, traits in recipe.respondents.items():
        given |= dict.fromkeys(traits.answers or {}, code)
        for number, contract in enumerate(traits.contracts, start=1):
            given |= {f"split.{number}.{name}": code for name in contract}
        if code not in known:
            yield f"{code}:", f"{code} antwoordt, en staat niet in frame.csv en outcomes.csv"
        for task in traits.joint.tasks if traits.joint else ():
            if task not in dimensions.task_codes:
                yield f"{code}:", f"{code} noemt taak '{task}', en die kent de enquête niet"
    for name, where in given.items():
        if name not in asked:
            yield f"{name.rsplit('.', 1)[-1] if name.startswith('split.') else name}:", _not_asked(where, name)
    for task in (one for one in recipe.annual if one not in dimensions.task_codes):
        yield f"{task}:", f"'annual' noemt taak '{task}', en die kent de enquête niet"
    for group in (one for one in recipe.trajectory if one not in dimensions.group_codes):
        yield f"{group}:", f"'trajectory' noemt groep '{group}', en die kent de enquête niet"


def read_web_recipe(folder: Path, survey: Survey) -> WebRecipe:
    """The recipe of the web survey in `folder`.

    Raises `Problems`, each with file and line: what the schema refuses, questions and answers that the survey does not
    know, and answers given more often than there are respondents.
    """
    recipe: WebRecipe = read_part(folder / RECIPE, WebRecipe)
    wrong = [inconsistent(folder / RECIPE, *one) for one in _web_misfits(recipe, survey)]
    if wrong:
        raise Problems(wrong)
    return recipe


def _web_misfits(recipe: WebRecipe, survey: Survey) -> Iterator[tuple[str, str]]:
    fields = {one.id: one.field for one in questions(survey)}
    few, all_of_them = len(recipe.municipalities), len(recipe.municipalities) + len(recipe.joint)
    for dealt, most in ((recipe.of_municipalities, few), (recipe.of_all, all_of_them)):
        for name, counts in dealt.items():
            if sum(counts.values()) > most:
                yield f"{name}:", f"'{name}' heeft {sum(counts.values())} antwoorden van {most} respondenten"
            field = fields.get(name)
            if field is not None and field.type == "code":
                codes = [one.code for one in survey.dimensions.codes(field.code_list)]
                for answer in (one for one in counts if one not in codes):
                    yield f"{name}:", f"'{name}' kent geen antwoord '{answer}'; wel {', '.join(codes)}"
    for name in (*recipe.of_municipalities, *recipe.of_all, *recipe.hours):
        if name not in fields:
            yield f"{name}:", _not_asked("het recept", name)


def _not_asked(where: str, name: str) -> str:
    return f"{where} geeft '{name}', en dat vraagt de enquête niet"
