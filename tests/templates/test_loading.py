"""A survey definition: what is right is read, a mistake is named with its file and line, all of them together."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from templates import load_survey, survey_ids
from templates.parameters import in_force, plain
from templates.problems import catalogue
from templates.questions import question_ids, questions
from templates.validation import rule_cases
from tests.templates.definitions import copied, edit, refused

SURVEY = load_survey()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copied("wi2021", tmp_path)


def mistakes(home: Path) -> list[tuple[str, str, int | None]]:
    found = refused(lambda: load_survey("wi2021", home.parent))
    return [(problem.code, problem.place.file, problem.place.line) for problem in found]


def test_the_ids_are_those_of_the_contract() -> None:
    ids = set(question_ids(SURVEY))
    for expected in (
        "alg.gemeente",
        "alg.uitvoerder.z_participatie",
        "vol.route.onderwijs",
        "vol.gezin.tm26",
        "oh.gr.waarde",
        "gr.aandeel",
        "jaar.inloop.gemeente.schaal",
        "jaar.beleid.gr.uitbesteding",
        "traj.gezin.dienstverlening.uitbesteding",
        "traj.asiel.intake.toets_uren",
        "traj.gezin.voortgang.gesprekken",
        "traj.asiel.onderwijs.groepsgrootte",
        "traj.gezin.tolk.jaar3",
        "traj.asiel.z.participatie",
        "split.5.aandeel_a",
        "dek.reserve_eind",
        "opm.gezin",
    ):
        assert expected in ids
    for absent in ("traj.gezin.mb.tarief", "traj.gezin.b1.tarief", "traj.asiel.inloop.uren"):
        assert absent not in ids
    assert len(ids) == len(questions(SURVEY))


def test_every_rule_runs_over_existing_questions() -> None:
    known = set(question_ids(SURVEY))
    for rule in SURVEY.rules:
        cases = rule_cases(SURVEY, rule)
        assert cases
        assert all({*case.parts, *case.total} <= known for case in cases)


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("survey.yaml", "kind: algemeen", "kind: allerlei", "TEMPLATE_INVALID"),
        ("sheets/2_volumes.yaml", "type: aantal", "type: getalletje", "TEMPLATE_INVALID"),
        ("sheets/1_algemeen.yaml", "kind: lijst", "kind: lijstje", "TEMPLATE_INVALID"),
        ("parameters.yaml", "betrouwbaarheid: hoog", "betrouwbaarheid: zeker", "TEMPLATE_INVALID"),
        ("checks.yaml", "severity: fout", "severity: erg", "TEMPLATE_INVALID"),
        ("checks.yaml", "kind: som", "soort: som", "TEMPLATE_INVALID"),
        ("tables/1_samenvatting.yaml", "sheet: Tabel", "blad: Tabel", "TEMPLATE_INVALID"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(copy: Path, file: str, old: str, new: str, code: str) -> None:
    line = edit(copy / file, old, new)
    found = mistakes(copy)
    assert {(one, name) for one, name, _ in found} == {(code, f"wi2021/{file}")}
    # a missing key is named at the start of its block, a few lines up
    assert any(at is not None and line - 12 <= at <= line for _, _, at in found)


@pytest.mark.parametrize(
    ("file", "old", "new", "word"),
    [
        ("sheets/1_algemeen.yaml", "code_list: invuller", "code_list: invullers", "invullers"),
        ("sheets/3_jaar.yaml", "{id: gr.wijze, values: [sleutel]}", "{id: gr.manier, values: [sleutel]}", "gr.manier"),
        ("checks.yaml", "total: [vol.asiel.pip]", "total: [vol.asiel.pips]", "vol.asiel.pips"),
        ("checks.yaml", "id: C-JONG\n", "id: C-INSTROOM\n", "C-INSTROOM"),
        ("parameters.yaml", "code: band.macro\n", "code: band.traject\n", "band.traject"),
        ("parameters.yaml", "waarde: geen", "waarde: nooit", "nooit"),
        ("sheets/3_jaar.yaml", "rows: [taken]", "rows: [taakjes]", "taakjes"),
        ("parameters.yaml", "waarde: 30000,", "waarde: dertigduizend,", "dertigduizend"),
        ("tables/1_samenvatting.yaml", "maat: landelijk_totaal", "maat: landelijk_totaaltje", "landelijk_totaaltje"),
        ("tables/1_samenvatting.yaml", "groep: asiel", "groep: asielzoeker", "asielzoeker"),
        ("tables/2_steekproef.yaml", 'klasse: "<30"', 'klasse: "<35"', "<35"),
        ("sheets/6_dekking.yaml", "id: dek.spuk,", "id: dek.gf,", "dek.gf"),
        ("sheets/6_dekking.yaml", "id: dek.eigen,", "id: FTE2026,", "FTE2026"),
    ],
)
def test_parts_that_do_not_fit_are_named(copy: Path, file: str, old: str, new: str, word: str) -> None:
    edit(copy / file, old, new)
    found = refused(lambda: load_survey("wi2021", copy.parent))
    assert {problem.code for problem in found} == {"TEMPLATE_INCONSISTENT"}
    assert any(word in problem.text() for problem in found)


def test_all_mistakes_come_together(copy: Path) -> None:
    edit(copy / "survey.yaml", "year: 2024", "year: ooit")
    edit(copy / "checks.yaml", "kind: som", "kind: sommetje")
    edit(copy / "parameters.yaml", "eenheid:", "unit:")
    files = {name for _, name, _ in mistakes(copy)}
    assert files == {"wi2021/survey.yaml", "wi2021/checks.yaml", "wi2021/parameters.yaml"}


def test_a_missing_part_a_double_key_and_bad_yaml_are_named(copy: Path) -> None:
    shutil.rmtree(copy / "tables")
    (copy / "checks.yaml").unlink()
    assert [name for _, name, _ in mistakes(copy)] == ["wi2021/checks.yaml", "wi2021/tables.yaml"]


def test_bad_yaml_is_named_with_its_line(copy: Path) -> None:
    line = edit(copy / "survey.yaml", "law: Wet", "law: [Wet")
    ((code, name, at),) = mistakes(copy)
    assert (code, name) == ("TEMPLATE_NOT_YAML", "wi2021/survey.yaml")
    assert at is not None
    assert at >= line


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("survey.yaml", "year: 2024\n", "", "'year': deze sleutel ontbreekt"),
        ("survey.yaml", "year: 2024", "year: ooit", "'ooit' is geen geheel getal"),
        ("survey.yaml", "kind: algemeen", "kind: allerlei", "'allerlei' kan hier niet; wel 'algemeen' of 'direct'"),
        ("checks.yaml", "kind: som", "soort: som", "deze sleutel bestaat hier niet"),
        ("sheets/1_algemeen.yaml", "kind: lijst", "kind: lijstje", "'lijstje' kan hier niet; wel 'lijst', 'rooster'"),
        ("parameters.yaml", "vanaf: 2024-01-01", "vanaf: 1-1-2024", "'1-1-2024' is geen datum"),
        ("survey.yaml", "\nyear:", "\n\tyear:", "er staat een tab; gebruik spaties"),
    ],
)
def test_what_is_wrong_is_said_in_dutch(copy: Path, file: str, old: str, new: str, words: str) -> None:
    edit(copy / file, old, new)
    found = refused(lambda: load_survey("wi2021", copy.parent))
    assert any(words in problem.text() for problem in found)
    assert all(problem.place.line for problem in found)


def test_a_file_in_another_encoding_is_named_with_its_line(copy: Path) -> None:
    path = copy / "survey.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").replace("title:", "title: één", 1).encode("cp1252"))
    line = path.read_bytes()[: path.read_bytes().index(b"title:")].count(b"\n") + 1
    assert ("TEMPLATE_NOT_TEXT", "wi2021/survey.yaml", line) in mistakes(copy)


def test_a_double_key_is_named_with_its_line(copy: Path) -> None:
    edit(copy / "survey.yaml", "year: 2024", "year: 2024\nyear: 2025")
    assert ("TEMPLATE_DOUBLE_KEY", "wi2021/survey.yaml", 5) in mistakes(copy)


def test_surveys_are_the_folders_with_a_survey_file() -> None:
    assert "wi2021" in survey_ids()


def test_a_parameter_holds_from_its_date_and_never_before() -> None:
    assert plain(in_force(SURVEY, 2024))["productieve_uren"] == 1364
    assert plain(in_force(SURVEY, 2023))["productieve_uren"] == 1363
    assert "productieve_uren" not in in_force(SURVEY, 2022)
    assert plain(in_force(SURVEY, 2026))["ritme.jaar1"] == 0.40


def test_an_amount_that_ended_or_is_unknown_is_absent_and_never_zero() -> None:
    assert "salaris.schaal.9" not in in_force(SURVEY, 2022)  # the table of 2020 ended in July 2020
    assert "spuk.asiel" not in in_force(SURVEY, 2025)
    assert "spuk.asiel.artikel10" not in in_force(SURVEY, 2024)


def test_an_override_replaces_adds_a_scale_and_says_so() -> None:
    values = in_force(SURVEY, 2024, {"ikb": 0.17, "salaris.schaal.11": 60_000, "spuk.asiel.artikel10": 14_000})
    assert plain(values)["ikb"] == 0.17
    assert plain(values)["salaris.schaal.11"] == 60_000
    assert values["spuk.asiel.artikel10"].reliability == "opgegeven"
    assert values["ikb"].since == dt.date(2024, 1, 1)


def test_every_message_has_a_dutch_sentence() -> None:
    assert all(entry.get("nl") for entry in catalogue().values())
