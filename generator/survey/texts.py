"""The fixed texts of the survey workbook, from `templates/workbook.yaml` and its translations beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import templates
from templates.loading import OWN_LANGUAGE
from templates.plain_yaml import plain_yaml
from templates.schema import Survey
from templates.translation import Translated, Translation, original

CATALOGUE = Path(templates.__file__).with_name("workbook.yaml")
CODES = ("names", "not_determinable")
"""What the collector and the add-in go by, and is therefore the same in every language: sheet names and `n.t.b.`."""
_FIGURE = re.compile(r"\d[\d.,]*\d")
_SWAPPED = str.maketrans(".,", ",.")
Texts = Mapping[str, str | Mapping[str, str]]
_language: ContextVar[str] = ContextVar("language", default=OWN_LANGUAGE)
_counted: ContextVar[tuple[str, str]] = ContextVar("counted", default=("", ""))
"""What a survey counts, one and many: {eenheid} and {eenheden} in a text."""


@contextmanager
def speaking(language: str, one: str = "", many: str = "") -> Iterator[None]:
    """Within it, `text` is in this language, and of what the survey counts. Raises `Problems` for a gap in it."""
    _catalogue(language)
    before, counted = _language.set(language), _counted.set((one, many))
    try:
        yield
    finally:
        _language.reset(before)
        _counted.reset(counted)


@contextmanager
def speaking_of(survey: Survey) -> Iterator[None]:
    """Within it, `text` is in the survey's language, and in its words for what it counts."""
    one, many = survey.identity.unit_of_count, survey.identity.units_of_count
    with speaking(survey.language, one, many or one):
        yield


def text(key: str, **values: object) -> str:
    """The text under `part.key` with `{..}` filled in; KeyError for a text that does not exist."""
    own, said = _found(OWN_LANGUAGE, key, values), _found(_language.get(), key, values)
    return own if said == own else Translated(said, own)


def in_figures(words: str) -> str:
    """Words with numbers as people write them in Dutch, with the marks of the language spoken: 1.500 or 0,8."""
    if _language.get() == OWN_LANGUAGE or isinstance(words, Translated):
        return words
    return _FIGURE.sub(lambda found: found.group().translate(_SWAPPED), words)


def _found(language: str, key: str, values: Mapping[str, object]) -> str:
    part, _, name = key.partition(".")
    found = _catalogue(language)[part]
    sentence = found if isinstance(found, str) else found[name]
    one, many = (original(word) if language == OWN_LANGUAGE else word for word in _counted.get())
    sentence = sentence.replace("{eenheid}", one).replace("{eenheden}", many)
    return sentence.format_map(values) if values else sentence


@cache
def _catalogue(language: str) -> Texts:
    if language == OWN_LANGUAGE:
        loaded: dict[str, str | dict[str, str]] = plain_yaml(CATALOGUE)
        return loaded
    translation = Translation(CATALOGUE.with_name(f"workbook.{language}.yaml"))
    said = {part: _said(translation, part, found) for part, found in _catalogue(OWN_LANGUAGE).items()}
    translation.check()
    return said


def _said(translation: Translation, part: str, found: str | Mapping[str, str]) -> str | Mapping[str, str]:
    if part in CODES:
        return found
    if isinstance(found, str):
        return translation.say((part,), found)
    return {key: translation.say((part, key), words) for key, words in found.items()}


NOT_DETERMINABLE = text("not_determinable")
"""What a cell shows that cannot be computed; never an error value and never 0."""
