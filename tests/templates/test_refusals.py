"""What a survey definition may not say: refused with file and line, in Dutch, everything that is wrong together."""

from __future__ import annotations

from pathlib import Path

import pytest

from templates import load_survey
from templates.invalid import without
from tests.templates.definitions import copied, edit, refused

GENERAL = "sheets/1_algemeen.yaml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copied("wi2021", tmp_path)


def told(home: Path) -> list[tuple[str, str, int | None]]:
    """(code, file, line) of each problem that loading the copy gives."""
    found = refused(lambda: load_survey("wi2021", home.parent))
    return [(one.code, Path(one.place.file).name, one.place.line) for one in found]


NAMES = [
    (GENERAL, "id: alg.klasgrootte", "id: Print_Area"),
    (GENERAL, "id: alg.aanbesteding", "id: _xlnm.Print_Titles"),
    (GENERAL, "id: alg.mb_maanden", "id: r"),
    (GENERAL, "id: alg.pvt_uren", "id: ALG.Gemeente"),  # the second of the two
    (GENERAL, "name: Algemeen", "name: 'Al/gemeen'"),
    ("sheets/2_volumes.yaml", "name: Volumes", "name: controles"),  # a sheet of the workbook's own
    ("sheets/3_jaar.yaml", "name: Jaarkosten", "name: History"),  # Excel keeps it to itself
]
QUESTIONS = [
    (GENERAL, "label: Gemiddelde klasgrootte van de leerroutes", "label: ' '"),
    (GENERAL, "minimum: 0, maximum: 36", "minimum: 90, maximum: 36"),
    (GENERAL, "type: code, code_list: aanbesteding", "type: code"),
    (GENERAL, "empty_means: volledig", "empty_means: alles"),
    (GENERAL, "values: [gr, beide]", "values: [gr, bijde]"),
    ("checks.yaml", "values: [sleutel]", "values: [sluitel]"),
]
ROWS = [
    (GENERAL, "only_rows: [alg.indexatie]", "only_rows: [alg.index]"),
    ("sheets/3_jaar.yaml", "rows: [taken]", "rows: [taaken]"),
    ("sheets/3_jaar.yaml", "split.{rij}.{kolom}", "split.{rijen}.{kolom}"),
]
CODES = [
    ("survey.yaml", "code: administratie", "code: inkoop"),
    ("survey.yaml", "code: beleid", "code: be leid"),
]
TEXTS = [
    (GENERAL, "label: Gemiddelde klasgrootte van", "label: =AFRONDEN(alg.niets) van"),
    (GENERAL, "help: De organisatie die de toets afneemt.", "help: '=SOM(A1;A2)'"),
    (GENERAL, "title: Duur en omvang", 'title: "Du\\x02ur"'),
    ("checks.yaml", "text: De aantallen", f"text: {'x' * 32_768}"),
]


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        (NAMES, "TEMPLATE_INCONSISTENT"),
        (QUESTIONS, "TEMPLATE_INCONSISTENT"),
        (ROWS, "TEMPLATE_INCONSISTENT"),
        (CODES, "TEMPLATE_INCONSISTENT"),
        (TEXTS, "TEMPLATE_NO_TEXT"),
        ([("sheets/2_volumes.yaml", "key: volumes", "key: algemeen")], "TEMPLATE_INCONSISTENT"),
        ([("survey.yaml", "law: Wet", "law: Wet: de")], "TEMPLATE_NOT_YAML"),
    ],
)
def test_each_is_refused_at_its_line(copy: Path, edits: list[tuple[str, str, str]], code: str) -> None:
    expected = {(code, Path(file).name, edit(copy / file, old, new)) for file, old, new in edits}
    assert expected <= set(told(copy))


def test_a_name_of_two_questions_is_told_where_the_second_stands(copy: Path) -> None:
    edit(copy / GENERAL, "id: alg.klasgrootte", "id: vol.totaal.begeleid")
    text = (copy / "sheets/2_volumes.yaml").read_text(encoding="utf-8")
    line = text[: text.index("vol.totaal.begeleid")].count("\n") + 1
    assert told(copy) == [("TEMPLATE_INCONSISTENT", "2_volumes.yaml", line)]


def test_a_placeholder_that_nothing_fills_in_is_refused(copy: Path) -> None:
    edit(copy / "checks.yaml", 'parts: ["vol.{groep}.instroom"]', 'parts: ["vol.{groepje}.instroom"]')
    assert [(code, file) for code, file, _ in told(copy)] == [("TEMPLATE_INCONSISTENT", "checks.yaml")]


def test_mistakes_of_all_kinds_in_one_sheet_come_together(copy: Path) -> None:
    lines = {
        edit(copy / GENERAL, "help: De organisatie die de toets afneemt.", f"help: {'De toets. ' * 30}"),
        edit(copy / GENERAL, "id: alg.klasgrootte", "id: FTE2026"),
        edit(copy / GENERAL, "code_list: aanbesteding", "code_list: bestaat_niet"),
        edit(copy / GENERAL, "label: Duur van de maatschappelijke begeleiding, ", ""),
        edit(copy / GENERAL, "type: getal, unit: uren per inburgeraar", "type: geheel, unit: uren per inburgeraar"),
        edit(copy / GENERAL, "title: Duur en omvang", "title: '=NIETS()'"),
    }
    assert len(lines) == 6
    assert {line for _, _, line in told(copy)} == lines


@pytest.mark.parametrize("content", [b"key: \xff\xfe", b"key: a\x01b"])
def test_a_file_that_is_no_text_is_refused(copy: Path, content: bytes) -> None:
    path = copy / GENERAL
    path.write_bytes(b"# first line\n" + content)
    assert told(copy)[0] == ("TEMPLATE_NOT_TEXT", "1_algemeen.yaml", 2)


def test_what_is_left_of_a_file_has_its_other_elements_and_the_file_is_as_it_was() -> None:
    data = {"blocks": [{"questions": ["a", "b", "c"]}, {"questions": ["d"]}], "key": "k"}
    assert without(data, [("blocks", 0, "questions", 0, "type"), ("blocks", 0, "questions", 2), ("key",)]) == {
        "blocks": [{"questions": ["b"]}, {"questions": ["d"]}],
        "key": "k",
    }
    assert data["blocks"][0] == {"questions": ["a", "b", "c"]}


CLOSED = [
    ("survey.yaml", "code: inhuur, label: Inhuur", "code: materieel, label: Materieel"),
    ("survey.yaml", "{code: uur, label: Uren per jaar}", "{code: dagen, label: Dagen per jaar}"),
    ("survey.yaml", "{code: sleutel, label:", "{code: verdeling, label:"),
    ("survey.yaml", "{code: euro_per_fte, label:", "{code: euro_per_uur, label:"),
    ("survey.yaml", "trajectory_key_tasks: [intake, voortgang]", "trajectory_key_tasks: [intake, ontzorging]"),
]


@pytest.mark.parametrize(("file", "old", "new"), CLOSED)
def test_a_code_that_the_method_does_not_know_is_refused_with_its_line(
    copy: Path, file: str, old: str, new: str
) -> None:
    """A cost of a million under a kind of its own vanished without a word."""
    line = edit(copy / file, old, new)
    assert ("TEMPLATE_INCONSISTENT", file, line) in told(copy)
