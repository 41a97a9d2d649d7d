"""In which order files of tests begin: the long ones first, so that no worker is left with one at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
LONG_FIRST = (
    "xl_addin/use_cases",
    "hosts",
    "generator/survey",
    "hostile",
    "test_workbook_against_oracle.py",
    "xl_addin/addin",
    "xl_addin/cli",
    "generator",
)
"""The folders and files whose tests make whole workbooks, those that take longest first; `make test` asks xdist not to
sort files by their number of tests."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sorts by place in `LONG_FIRST`; within a place the order stays."""
    items.sort(key=lambda item: _turn(item.path.relative_to(HERE).as_posix()))


def _turn(path: str) -> int:
    return next((at for at, start in enumerate(LONG_FIRST) if path.startswith(start)), len(LONG_FIRST))
