"""The documentation says what there is: every command, code that runs, links to files, pinned dependencies."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from xl_addin.cli.main import MODULES

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def names(requirements: list[str]) -> set[str]:
    return {match.group().lower().replace("_", "-") for line in requirements if (match := NAME.match(line))}


def test_the_readme_lists_every_command_and_no_other() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("## Commands")[1].split("\n## ")[0]

    assert set(re.findall(r"^\| `([a-z]+)[ `]", table, flags=re.MULTILINE)) == set(MODULES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_weighting_example_runs_and_meets_its_totals() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    example = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)[0]
    variables: dict[str, object] = {}
    exec(example, variables)
    weights, units = variables["w"], variables["units"]

    assert isinstance(units, pd.DataFrame)
    # GM9002 is the only one in gevestigd hoog: 6,000 / 60 = 100; GM9003 the only one in 30-80: 23,000 / 150 = 153.33;
    # GM9001 gets what is left of <30: (9,000 - 6,000) / 40 = 75.
    assert weights.weight.round(3).tolist() == [75.0, 100.0, 153.333]  # type: ignore[attr-defined]


def test_the_example_of_errors_runs_and_tells_an_interval() -> None:
    page = (ROOT / "docs" / "weging.md").read_text(encoding="utf-8")
    example = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)[0]
    *statements, linear, replicate = [line for line in example.splitlines() if line]
    variables: dict[str, object] = {}
    exec("\n".join(statements), variables)
    found, again = eval(linear.split("#")[0], variables), eval(replicate, variables)

    # 192 euro for 100 persons, the classes weighing 2 and 3: (2 x 65 + 3 x 127) / 270
    assert found.value == again.value == pytest.approx(511 / 270)
    assert found.low < found.value < found.high


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = names((ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines())

    assert names([*project["dependencies"], *project["optional-dependencies"]["dev"]]) <= pinned
