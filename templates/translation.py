"""A definition in another language: the same definition, its texts replaced by those of one file beside it.

The file mirrors the definition: the keys are those of the definition, and an element of a list is named by its code,
id or key; a block of a sheet is named by its first question. Ids, codes and the names of sheets stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic.fields import FieldInfo

from templates.problems import Place, Problem, Problems
from templates.schema import (
    Code,
    Column,
    Frozen,
    GridBlock,
    ListBlock,
    Parameter,
    Question,
    Rule,
    Sheet,
    Spoken,
    Survey,
)
from templates.yaml_lines import Location, nearest, read_yaml, shown, spoken

NOT_TRANSLATED = ("tables",)
"""Parts of a survey that only the analysis workbook shows, which is in the survey's own language."""
Model = TypeVar("Model", bound=Frozen)


class Translated(str):
    """Text that says what `original` says in the survey's own language."""

    original: str

    def __new__(cls, words: str, original: str) -> Translated:
        made = super().__new__(cls, words)
        made.original = original
        return made


def original(words: str) -> str:
    """The text in the survey's own language, of a translation and of the text itself alike."""
    return words.original if isinstance(words, Translated) else words


class Translation:
    """The texts of one file, asked for by location; what is missing or not asked for is told at the end."""

    def __init__(self, path: Path, shared: Iterable[Path] = ()) -> None:
        self.path = path
        self.problems: list[Problem] = []
        if not path.is_file():
            raise Problems([Problem("TEMPLATE_PART_MISSING", Place(shown(path)), {"deel": path.name})])
        data, self.positions = read_yaml(path, self.problems)
        self.said = dict(_leaves(data, ()))
        self.shared = {place: said for one in shared for place, said in _leaves(read_yaml(one, self.problems)[0], ())}
        self.asked: set[Location] = set()

    def say(self, location: Location, words: str) -> str:
        """The translation at a location; a text without letters, such as 35%, may stay as it is."""
        self.asked.add(location)
        found = self.said.get(location, self.shared.get(location))
        if found is not None:
            return Translated(found, words)
        if any(letter.isalpha() for letter in words):
            self._problem("TRANSLATION_MISSING", location, words)
        return words

    def check(self) -> None:
        """Raises `Problems` with every text that has no translation, and every translation that nothing asks for."""
        for location in self.said:
            if location not in self.asked:
                self._problem("TRANSLATION_UNKNOWN", location, self.said[location])
        if self.problems:
            raise Problems(self.problems)

    def _problem(self, code: str, location: Location, words: str) -> None:
        place = Place(shown(self.path), line=nearest(self.positions, location))
        self.problems.append(Problem(code, place, {"sleutel": spoken(location), "tekst": words}))


def _leaves(data: Any, location: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves(value, (*location, key))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from _leaves(value, (*location, at))
    elif data is not None:
        yield location, str(data)


def translated(survey: Survey, path: Path, language: str, shared: Iterable[Path] = ()) -> Survey:
    """The survey with its texts as the file at `path` says them, and those of what it takes over as `shared` do.

    Raises `Problems`: TRANSLATION_MISSING and TRANSLATION_UNKNOWN, all together, each with file, line and key.
    """
    translation = Translation(path, shared)
    changed = _Translator(survey, translation).model(survey, ())
    translation.check()
    return changed.model_copy(update={"language": language})


class _Translator:
    def __init__(self, survey: Survey, translation: Translation) -> None:
        self.survey, self.translation = survey, translation

    def model(self, one: Model, location: Location) -> Model:
        changes: dict[str, object] = {}
        for name, field in type(one).model_fields.items():
            value = getattr(one, name)
            if value and not (location == () and name in NOT_TRANSLATED):
                changes[name] = self._value(value, field, (*location, name))
        return one.model_copy(update=changes)

    def _value(self, value: Any, field: FieldInfo | None, location: Location) -> Any:
        if isinstance(value, str):
            return self.translation.say(location, value) if field is not None and _is_spoken(field) else value
        if isinstance(value, Frozen):
            return self.model(value, location)
        if isinstance(value, dict):
            return {key: self._value(part, None, (*location, key)) for key, part in value.items()}
        if isinstance(value, tuple):
            return tuple(
                part if isinstance(part, Parameter) and part.analysis_only else self._element(part, field, location, at)
                for at, part in enumerate(value)
            )
        return value

    def _element(self, part: Any, field: FieldInfo | None, location: Location, at: int) -> Any:
        if isinstance(part, str):
            return self.translation.say((*location, at), part) if field is not None and _lists_spoken(field) else part
        return self.model(part, (*location, self._key(part))) if isinstance(part, Frozen) else part

    def _key(self, part: Frozen) -> str:
        if isinstance(part, Code | Parameter):
            return part.code
        if isinstance(part, Question | Rule):
            return part.id
        if isinstance(part, Column | Sheet):
            return part.key
        if isinstance(part, ListBlock):
            return part.questions[0].id
        if isinstance(part, GridBlock):
            return part.id.format(rij=self.survey.dimensions.expand(part.rows)[0], kolom=part.columns[0].key)
        return type(part).__name__  # a part without text of its own, such as a condition


def _is_spoken(field: FieldInfo) -> bool:
    return any(isinstance(mark, Spoken) for mark in field.metadata)


def _lists_spoken(field: FieldInfo) -> bool:
    return any(isinstance(mark, Spoken) for entry in get_args(field.annotation) for mark in get_args(entry))
