"""Problems a user can mend: a code, a place, and a Dutch (or English) sentence with the remedy.

The sentences stand in `messages.yaml`; code only names a code and the values to fill in. Everything found is raised
together in one `Problems`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from templates.plain_yaml import plain_yaml

CATALOGUE = Path(__file__).with_name("messages.yaml")


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
        return f"{message} {remedy}".strip().format_map(_Lenient(self.values))

    def line(self, language: str = "nl") -> str:
        """The whole message on one line: place, sentence, remedy and code."""
        where = str(self.place)
        return f"{where}: {self.text(language)} [{self.code}]" if where else f"{self.text(language)} [{self.code}]"


class Problems(Exception):
    """All problems that stand in the way of a command, together."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.line() for problem in self.problems))


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every message: code -> nl, en, nl_remedy, en_remedy, and for a finding `ernst`."""
    loaded: dict[str, dict[str, str]] = plain_yaml(CATALOGUE)
    return loaded


def _sentence(code: str, language: str) -> tuple[str, str]:
    entry = catalogue()[code]
    return entry.get(language, entry["nl"]), entry.get(f"{language}_remedy", entry.get("nl_remedy", ""))
