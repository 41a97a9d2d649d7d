"""The code book of the export: every file, column and code of `maat` with what it means (`lists_research.yaml`)."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from templates.analysis import RESEARCH_FILE, AnalysisTexts
from templates.plain_yaml import plain_yaml
from templates.result_codes import GROUP_SHARE
from templates.schema import Frozen

CODEBOOK = ("bestand", "kolom", "code", "omschrijving")
MEASURE = "maat"


class Codebook(Frozen):
    """What the sheets of the workbook do not say already: files, columns by pattern, and the codes of `maat`."""

    files: dict[str, str]
    columns: dict[str, dict[str, str]]
    measures: dict[str, str]


@cache
def codebook() -> Codebook:
    """The words as the YAML holds them."""
    return Codebook.model_validate(plain_yaml(RESEARCH_FILE)["codebook"])


def codebook_rows(
    files: Mapping[str, Sequence[str]], sheets: Mapping[str, str], results: str, texts: AnalysisTexts
) -> Iterator[tuple[str, str, str, str]]:
    """Rows in the columns CODEBOOK: a file (kolom empty), its columns, and for the file `results` the codes of `maat`.

    files: its columns by file; sheets: the list sheet that a file is, whose words say what its columns are.
    """
    words = codebook()
    for name, columns in files.items():
        yield name, "", "", words.files.get(name, "")
        known = texts.lists[sheets[name]].columns if name in sheets else {}
        for column in columns:
            yield name, column, "", known.get(column) or _of_pattern(column, words.columns.get(name, {}))
        if name == results:
            yield from ((name, MEASURE, code, said) for code, said in words.measures.items())


def _of_pattern(column: str, patterns: Mapping[str, str]) -> str:
    """What the first pattern that fits a column says; patterns without a star come first."""
    ordered = sorted(patterns, key=lambda pattern: (pattern.count("*"), -len(pattern)))
    return next((patterns[one] for one in ordered if fnmatch.fnmatchcase(column, one)), "")


def measure_is_told(code: str) -> bool:
    """Whether the code book says what a code of `maat` means; the share of a groep follows from its name."""
    return code in codebook().measures or code.startswith(GROUP_SHARE)
