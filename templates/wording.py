"""Texts that are the same under every law, in a survey's own words: {eenheid}, {eenheden} and {groep}."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from templates.schema import Frozen, Survey

Model = TypeVar("Model", bound=Frozen)


def words_of(survey: Survey) -> Mapping[str, str]:
    """What a survey calls one of those it counts, many of them, and its first group."""
    groups = survey.dimensions.groups
    many = survey.identity.units_of_count or survey.identity.unit_of_count
    first = groups[0].label[:1].lower() + groups[0].label[1:] if groups else many
    return {"{eenheid}": survey.identity.unit_of_count, "{eenheden}": many, "{groep}": first}


def in_words(text: str, survey: Survey) -> str:
    """The text with the survey's words filled in."""
    for place, word in words_of(survey).items():
        text = text.replace(place, word)
    return text


def worded(model: Model, survey: Survey) -> Model:
    """The same texts with the survey's words filled in; all else stays as it is."""
    return type(model).model_validate_json(in_words(model.model_dump_json(), survey))
