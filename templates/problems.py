"""Problems a user can mend: a code, a place, and a Dutch (or English) sentence with the remedy.

The sentences stand in `messages.yaml`; code only names a code and the values to fill in. Everything found is raised
together in one `Problems`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from templates.numbers import DUTCH
from templates.plain_yaml import plain_yaml

CATALOGUE = Path(__file__).with_name("messages.yaml")

RESPONDENT_KNOWS = ("J-", "V-")
"""Rules whose sentences in the catalogue are written to whoever fills in the workbook."""


@dataclass(frozen=True)
class Place:
    """Where a problem sits: a file, and in it a line or a sheet and cell. All parts are optional."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.line is not None:
            parts.append(f"regel {self.line}")
        parts += [self.sheet, self.cell]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, named by a code of the catalogue; `values` fill the sentence."""

    code: str
    place: Place = Place()
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """How serious it is as a finding: `fout`, `waarschuwing` (when the catalogue does not say) or `vraag`."""
        return catalogue()[self.code].get("ernst", "waarschuwing")

    def text(self, language: str = "nl") -> str:
        """The sentence and the remedy, without the place."""
        message, remedy = _sentence(self.code, language)
        values = {name: _written(value, language) for name, value in self.values.items()}
        return f"{message} {remedy}".strip().format_map(_Lenient(values))

    def line(self, language: str = "nl") -> str:
        """The whole message on one line: place, sentence, remedy and code."""
        where = str(self.place)
        return f"{where}: {self.text(language)} [{self.code}]" if where else f"{self.text(language)} [{self.code}]"


def to_respondent(code: str, text: str, language: str = "nl") -> str:
    """The text of a finding as the respondent is told it; a remedy for the researcher is replaced or left out.

    A text that is not of the catalogue speaks to the respondent already.
    """
    entry = catalogue().get(code, {})
    if not code.startswith(RESPONDENT_KNOWS) and f"{language}_remedy" in entry:
        message = _filled_in(entry[f"{language}_remedy"]).sub("", text).rstrip()
        return f"{message} {entry.get(f'{language}_respondent', '')}".strip()
    return text


def _filled_in(sentence: str) -> re.Pattern[str]:
    """A sentence of the catalogue at the end of a text, whatever stands where it has a name in braces."""
    words = (re.escape(part) for part in re.split(r"\{\w+\}", sentence))
    return re.compile(".*?".join(words) + r"\Z", re.DOTALL)


class Problems(Exception):
    """All problems that stand in the way of a command, together."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.line() for problem in self.problems))


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def _written(value: object, language: str) -> object:
    """A number with decimals as people of the language write it; a whole number may be a year and stays as it is."""
    if not isinstance(value, float):
        return value
    plain = f"{value:,.10g}"
    return plain.translate(DUTCH) if language == "nl" else plain


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every message: code -> nl, en, nl_remedy, en_remedy, and for a finding `ernst`."""
    loaded: dict[str, dict[str, str]] = plain_yaml(CATALOGUE)
    return loaded


def _sentence(code: str, language: str) -> tuple[str, str]:
    entry = catalogue()[code]
    return entry.get(language, entry["nl"]), entry.get(f"{language}_remedy", entry.get("nl_remedy", ""))
