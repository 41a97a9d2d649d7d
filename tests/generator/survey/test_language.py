"""The English survey workbook: the same cells, names, codes and figures as the Dutch one, in other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
import yaml

from generator.ooxml.patch import WorkbookPatch
from generator.survey import texts
from generator.survey.all_pages import survey_pages
from generator.survey.build import build_master
from generator.survey.layout import layout
from generator.survey.page import Page
from generator.survey.texts import CATALOGUE, speaking, text
from templates import Problems, Survey, load_survey
from templates.parameters import ParameterInForce, in_force, plain
from templates.said import SAID_NOT_APPLICABLE, SAID_UNKNOWN
from templates.translation import Translated
from tests.generator.survey.scenarios import hand_made, without_high_scales
from tests.recalculation import differences, error_cells, expected_figures, filled, named_values, recalculate

SAME_WORDS = {
    "Code",
    "Status",
    "Fte",
    "fte",
    "factor",
    "Overhead",
    "OK",
    "euro",
    "n.t.b.",
    "onbekend",
    "TRUE()",
    "FALSE()",
    "WAAR()",
    "ONWAAR()",
    "nvt",
    "regeling",
    "oud",
    "nieuw",
    "PIP",
    "SPUK",
}
SAME_WORDS |= {f"Contract {number}" for number in range(1, 6)}
PLACE = re.compile(r" [A-Z]+[0-9]+$")
IDS = re.compile(r"^([a-z_]+(\.[A-Za-z0-9_]+)+|[JV]-[A-Z]+|[A-Z]{1,2}\d+|[0-9a-f]{64}|(jaar|traj)\|\w*\|\w+)$")
"""Names of cells, addresses, the mark of the parameters and the keys of contracts."""
LITERAL = re.compile(r'"([^"]*)"')
DUTCH = re.compile(
    r"\b(de|het|een|van|voor|niet|wordt|zijn|uw|eigen|kosten|aantal|inhuur|uitbesteding)\b", re.IGNORECASE
)
SOURCE_COLUMN = 6


@pytest.fixture(scope="module")
def english() -> Survey:
    return load_survey(language="en")


@pytest.fixture(scope="module")
def pages(survey: Survey, english: Survey, parameters: dict[str, ParameterInForce]) -> list[tuple[Page, Page]]:
    """The sheets in Dutch and in English, side by side."""
    dutch = survey_pages(survey, 2024, parameters)
    return list(zip(dutch, survey_pages(english, 2024, without_high_scales(in_force(english))), strict=True))


def test_every_cell_stands_in_the_same_place(survey: Survey, english: Survey, pages: list[tuple[Page, Page]]) -> None:
    assert layout(english) == layout(survey)
    for dutch, other in pages:
        assert other.name == dutch.name
        assert other.names == dutch.names
        assert [check.area for check in other.validations] == [check.area for check in dutch.validations]
        assert [check.formula for check in other.validations] == [check.formula for check in dutch.validations]


def test_the_headings_of_a_table_are_told_apart_in_each_language(pages: list[tuple[Page, Page]]) -> None:
    for page in (page for pair in pages for page in pair):
        for name, (row, first, _, last) in page.tables().items():
            headings = [str(page.cells[row, column].value).lower() for column in range(first, last + 1)]
            assert len(set(headings)) == len(headings), (name, headings)


def test_numbers_are_written_as_the_language_writes_them(pages: list[tuple[Page, Page]]) -> None:
    dutch, other = ([check.prompt for page in one for check in page.validations] for one in zip(*pages, strict=True))
    assert any("tot en met 100.000," in prompt for prompt in dutch)
    assert any("up to 100,000," in prompt for prompt in other)
    assert any("(bijv. 0,8)" in prompt for prompt in dutch)
    assert any("(e.g. 0.8)" in prompt for prompt in other)
    examples = [str(cell.value) for page in (page for _, page in pages) for cell in page.cells.values()]
    assert not [words for words in examples if re.search(r"e\.g\. \d+,\d\b", words)]


def test_nothing_is_left_in_dutch(survey: Survey, pages: list[tuple[Page, Page]]) -> None:
    names = {dutch.name for dutch, _ in pages} | codes(survey)
    left = [
        f"{other.name}: {words}"
        for dutch, other in pages
        for words in {*said(dutch)} & {*said(other)}
        if not set(PLACE.sub("", words).split(", ")) <= SAME_WORDS | names
        and not IDS.match(words)
        and any(letter.isalpha() for letter in words)
    ]
    assert not left


def test_no_english_text_has_dutch_words_in_it(survey: Survey, pages: list[tuple[Page, Page]]) -> None:
    known = {dutch.name for dutch, _ in pages} | codes(survey)
    left = {words for _, other in pages for words in said(other) if words not in known and DUTCH.search(words)}
    assert not {words for words in left if not IDS.match(words)}


def codes(survey: Survey) -> set[str]:
    """What stands in cells as a code, in every language, and the words that are read as one."""
    dimensions = survey.dimensions
    lists = [*dimensions.code_lists, "groepen", "delen", "kostensoorten"]
    found = {code.code for name in lists for code in dimensions.codes(name)}
    choices = {choice for parameter in survey.parameters for choice in parameter.choices}
    keys = {sheet.key for sheet in survey.sheets} | {rule.id for rule in survey.rules}
    found |= {*SAID_NOT_APPLICABLE, *SAID_UNKNOWN}
    return found | choices | keys | {parameter.code for parameter in survey.parameters} | {survey.id}


def said(page: Page) -> Iterator[str]:
    """The words on a page: cells, formulas, prompts, messages and charts; sources are cited as they were published."""
    for (_, column), cell in page.cells.items():
        cited = page.name == text("names.parameters") and column == SOURCE_COLUMN
        if isinstance(cell.value, str) and not cited:
            yield from LITERAL.findall(cell.value) if cell.value.startswith("=") else [cell.value]
    for check in page.validations:
        yield from (check.prompt_title, check.prompt, check.error, check.error_title)
    for chart in page.charts:
        yield from (chart.title, chart.alt_text)


def test_prompts_and_messages_fit_in_excel(pages: list[tuple[Page, Page]]) -> None:
    for _, other in pages:
        for check in other.validations:
            assert len(check.prompt) <= 255, check.prompt
            assert len(check.error) <= 225, check.error
            assert max(len(check.prompt_title), len(check.error_title)) <= 32, check.prompt_title


def test_a_code_list_is_explained_in_english(pages: list[tuple[Page, Page]]) -> None:
    prompts = {check.prompt for _, other in pages for check in other.validations}
    assert any("volledig = In full, per task; randtotalen = Totals only" in prompt for prompt in prompts)


def test_the_file_says_its_language(pages: list[tuple[Page, Page]]) -> None:
    shown = []
    for page in pages[-1]:
        row, column, *_ = page.names["meta.taal"]
        shown.append(page.cells[row, column].value)
    assert shown == ["nl", "en"]


def test_a_translated_text_fills_in_the_same_values() -> None:
    dutch = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    other = yaml.safe_load(CATALOGUE.with_name("workbook.en.yaml").read_text(encoding="utf-8"))
    for part, found in other.items():
        for key, words in found.items() if isinstance(found, dict) else [("", found)]:
            source = dutch[part][key] if key else dutch[part]
            assert slots(words) == slots(source), f"{part}.{key}"


def slots(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_the_language_ends_with_its_block() -> None:
    with speaking("en"):
        assert text("common.total") == "Total"
        assert text("names.checks") == "Controles"
    assert text("common.total") == "Totaal"


def test_a_fixed_text_without_translation_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = CATALOGUE.with_name("workbook.en.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    gone = next(number for number, line in enumerate(lines) if line.startswith("  back:"))
    (tmp_path / "workbook.yaml").write_text(CATALOGUE.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "workbook.xx.yaml").write_text("".join(lines[:gone] + lines[gone + 1 :]), encoding="utf-8")
    monkeypatch.setattr(texts, "CATALOGUE", tmp_path / "workbook.yaml")
    with pytest.raises(Problems) as found, speaking("xx"):
        pass
    assert [(problem.code, problem.values["sleutel"]) for problem in found.value.problems] == [
        ("TRANSLATION_MISSING", "common > back")
    ]


def test_a_translation_with_more_lines_than_its_text_is_refused() -> None:
    page = Page("Blad")
    page.paragraph(Translated("short", "een lange tekst van twee regels"), 20)
    page.put(page.row, 1, "below")
    assert page.row == 3  # two rows, as the original takes
    with pytest.raises(Problems) as found:
        page.paragraph(Translated("a text that needs far more room", "korte tekst"), 20)
    assert [problem.code for problem in found.value.problems] == ["TRANSLATION_TOO_LONG"]


def test_the_english_formulas_compute_the_same_as_the_python(english: Survey) -> None:
    used = in_force(english)
    answers = hand_made()["sleutel"]
    master = WorkbookPatch(build_master(english, english.identity.year, used))
    recalculated = recalculate({"english": filled(master, layout(english), answers)})["english"]
    assert not error_cells(recalculated)
    expected = expected_figures({"english": answers}, plain(used), english).loc["english"]
    assert not differences(named_values(recalculated), expected.to_dict())
    assert named_values(recalculated, "uit.jaar.totaal")["uit.jaar.totaal"] > 100_000  # type: ignore[operator]
