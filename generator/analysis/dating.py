"""A result table in the words of a survey year."""

from __future__ import annotations

from typing import Any

from templates.schema import ResultTable


def dated(table: ResultTable, year: int) -> ResultTable:
    """The table with the survey year in its words."""
    return ResultTable.model_validate(_with_year(table.model_dump(exclude_unset=True), str(year)))


def _with_year(value: Any, year: str) -> Any:
    if isinstance(value, str):
        return value.replace("{jaar}", year)
    if isinstance(value, dict):
        return {key: _with_year(inner, year) for key, inner in value.items()}
    return [_with_year(inner, year) for inner in value] if isinstance(value, list | tuple) else value
