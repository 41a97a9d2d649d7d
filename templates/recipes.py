"""What `example/recipe.yaml` of a survey may say: the schema of a plain recipe, and what in it must fit the survey.

A plain recipe (any survey; see templates/jeugd2024) says how many municipalities of which size there are, who answers,
and from which rules the answers are drawn. A rule is a value, [low, high, step], {of: [choices]}, {years: [shares]}, or
{part: name, between: [low, high], step}: that part of what was drawn above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from templates.columns import frame_columns
from templates.loading import inconsistent, read_part
from templates.problems import Problems
from templates.questions import question_ids
from templates.schema import Frozen, Survey

RECIPE = "recipe.yaml"
KEYS = {"of": ("of",), "years": ("years",), "part": ("part", "between", "step")}
OWN_COLUMNS = ("code", "naam")
"""Columns of the frame that no rule draws."""


def _rule(value: Any) -> Any:
    """The rule itself; ValueError where it is none."""
    if isinstance(value, list):
        low, high, step = _numbers(value, 3)
        if not (low <= high and step > 0):
            raise ValueError(f"{value}: laag mag niet boven hoog liggen, en de stap is hoger dan 0")
    elif isinstance(value, Mapping):
        wanted = next((keys for name, keys in KEYS.items() if name in value), None)
        if wanted is None or set(value) != set(wanted):
            raise ValueError("een regel is een waarde, [laag, hoog, stap], {of: [...]} of {part, between, step}")
        if "of" in value and not (isinstance(value["of"], list) and value["of"]):
            raise ValueError("'of' noemt minstens een keuze, in een lijst")
        if "part" in value:
            _numbers(value["between"], 2)
            _numbers([value["step"]], 1)
    elif value is None or isinstance(value, bool):
        raise ValueError("hier staat geen waarde")
    return value


def _numbers(value: Any, count: int) -> list[float]:
    if not isinstance(value, list) or len(value) != count or any(_is_no_number(one) for one in value):
        raise ValueError(f"hier horen {count} getallen, niet {value}")
    return value


def _is_no_number(value: object) -> bool:
    return isinstance(value, bool) or not isinstance(value, int | float)


Rule = Annotated[Any, BeforeValidator(_rule)]
Rules = dict[str, Rule]


class Names(Frozen):
    """First and last parts of names; `stride`: how many names further the next municipality takes its own."""

    first: tuple[str, ...] = Field(min_length=1)
    last: tuple[str, ...] = Field(min_length=1)
    stride: int = Field(ge=1)


class Size(Frozen):
    """So many municipalities of a size, and the rules of their columns."""

    count: int = Field(ge=1)
    rules: Rules


class Municipalities(Frozen):
    """The made-up country; `first` is the number in the code of the first municipality."""

    first: int = Field(ge=0, le=9999)
    names: Names
    sizes: tuple[Size, ...] = Field(min_length=1)
    rules: Rules

    @property
    def codes(self) -> tuple[str, ...]:
        count = sum(size.count for size in self.sizes)
        return tuple(f"GM{self.first + number:04d}" for number in range(count))


class PlainRecipe(Frozen):
    """`recipe.yaml` of a plain example: respondents with their kind, others with their status, rules, mistakes."""

    seed: int
    municipalities: Municipalities
    status: str
    respondents: dict[str, str] = Field(min_length=1)
    others: dict[str, str] = Field(default_factory=dict)
    answers: Rules
    kinds: dict[str, Rules]
    mistakes: dict[str, dict[str, float | str | None]] = Field(default_factory=dict)


def read_plain_recipe(folder: Path, survey: Survey) -> PlainRecipe:
    """The recipe in `folder`, the example of `survey`.

    Raises `Problems`, all together, each with file and line: what the schema refuses (TEMPLATE_INVALID), and names that
    survey, frame or the recipe itself do not know (TEMPLATE_INCONSISTENT).
    """
    path = folder / RECIPE
    recipe: PlainRecipe = read_part(path, PlainRecipe)
    wrong = [*_misfits(recipe, survey)]
    if wrong:
        raise Problems(inconsistent(path, needle, said) for needle, said in wrong)
    return recipe


def _misfits(recipe: PlainRecipe, survey: Survey) -> Iterator[tuple[str, str]]:
    """(text to find the line by, explanation) of everything that does not fit."""
    told, asked = recipe.municipalities, set(question_ids(survey))
    for size in told.sizes:
        drawn = {**size.rules, **told.rules}
        for name in frame_columns(survey.dimensions):
            if name not in (*OWN_COLUMNS, *drawn):
                yield f"count: {size.count}", f"geen regel geeft de kolom '{name}' van het gemeentebestand"
        yield from _dangling(drawn, OWN_COLUMNS)
    columns = (*OWN_COLUMNS, *told.sizes[0].rules, *told.rules)
    for kind, rules in recipe.kinds.items():
        yield from _dangling({**recipe.answers, **rules}, columns)
        yield from (
            (f"{name}:", f"soort '{kind}' geeft '{name}', en dat vraagt de enquête niet")
            for name in rules
            if name not in asked
        )
    for name in (name for name in recipe.answers if name not in asked):
        yield f"{name}:", f"'answers' geeft '{name}', en dat vraagt de enquête niet"
    for code, kind in recipe.respondents.items():
        if kind not in recipe.kinds:
            yield f"{code}:", f"{code} is van soort '{kind}', en die staat niet bij 'kinds'"
    for code in (*recipe.respondents, *recipe.others):
        if code not in told.codes:
            yield f"{code}:", f"{code} is geen gemeente van dit land ({told.codes[0]} tot en met {told.codes[-1]})"
    for code, given in recipe.mistakes.items():
        if code not in recipe.respondents:
            yield f"{code}:", f"'mistakes' noemt {code}, en die antwoordt niet"
        yield from (
            (f"{code}:", f"{code} geeft '{name}', en dat vraagt de enquête niet") for name in given if name not in asked
        )


def _dangling(rules: Mapping[str, Any], before: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Rules that take a part of what is not drawn above them."""
    known = set(before)
    for name, rule in rules.items():
        if isinstance(rule, Mapping) and "part" in rule and rule["part"] not in known:
            yield f"{name}:", f"'{name}' is een deel van '{rule['part']}', en dat staat er niet boven"
        known.add(name)
