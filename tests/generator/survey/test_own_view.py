"""What a respondent sees in a recalculated workbook: roles, comparison, years, reconciliation, invalid answers."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.ooxml.patch import WorkbookPatch
from generator.survey.layout import Layout
from generator.survey.own_result import COMPLETENESS, own_result_rows
from generator.survey.required import required_units
from generator.survey.texts import speaking_of
from templates import Survey, load_survey
from templates.parameters import ParameterInForce, plain
from tests.generator.survey.scenarios import OVER_THE_YEARS, Answers
from tests.recalculation import answers_table, error_cells, filled, named_areas, named_values, recalculate
from xl_addin.checks.evaluate import check

PART: Answers = {
    "alg.invuller": "gemeente",
    "alg.volledigheid": "volledig",
    "alg.inwoners": 45000.0,
    "vol.asiel.begeleid": 120.0,
    "vol.gezin.begeleid": 60.0,
    "vol.route.b1": 30.0,
    "vol.route.z": 10.0,
    "gr.wijze": "registratie",
    "jaar.intake.inhuur": 190000.0,
    "jaar.intake.gr.inhuur": 40000.0,
    **OVER_THE_YEARS,
    "dek.gf": 115000.0,
    "rek.totaal": 500000.0,
    "rek.spuk": 200000.0,
    "rek.gr_bijdrage": 50000.0,
    "rek.post.1": 10000.0,
    "rek.post.2": -5000.0,
}
WHOLE: Answers = {
    **PART,
    **{f"jaar.{task}.inhuur": "nvt" for task in load_survey().dimensions.task_codes if task != "intake"},
}
"""All tasks of the year; of the trajectory two routes and a provision."""
READY: Answers = {
    **{unit.ids[0]: 0.0 if unit.numeric else "nvt" for unit in required_units(load_survey())},
    **dict.fromkeys((f"alg.uitvoerder.{one}" for one in ("regie", "leerbaarheidstoets", "startklas")), "gr"),
    "alg.invuller": "gemeente",
    "alg.volledigheid": "volledig",
    "alg.combinatie_participatiewet": "ja",
    "alg.inkoop_samen": "alles",
    "gr.wijze": "nvt",
    "oh.gemeente.wijze": "procent",
    "oh.gr.wijze": "procent",
    "jaar.beleid.gemeente.inzet": 1.0,
    "jaar.beleid.gemeente.eenheid": "fte",
    "jaar.beleid.gemeente.schaal": 12.0,
    "traj.gezin.tolk.uren": "onbekend",
}
"""All that is required, but for one item that is unknown and a scale that has no salary in 2024."""
SCENARIOS: dict[str, Answers] = {
    "whole": WHOLE,
    "part": PART,
    "explained": {
        **WHOLE,
        "rek.toelichting": "Salarissen liggen hoger.",
        "toel.C_ROUTE_BEGELEID.1": "Nog geen PIP.",
        "vol.asiel.pip": 40.0,
    },
    "joint_body": {"alg.invuller": "gr", "alg.volledigheid": "volledig"},
    "empty": {},
    "only_unknown_left": READY,
    "something_left": {**READY, "traj.gezin.tolk.uren": None},
    "edge_totals": {"alg.invuller": "gemeente", "alg.volledigheid": "randtotalen", "jaar.rand.totaal": 500000.0},
    "invalid": {
        **WHOLE,
        "jaar.intake.inhuur": "twaalf",
        "jaar.beleid.inhuur": -1.0,
        "vol.asiel.begeleid": "veel",
        "alg.indexatie": "soms",
        "alg.volledigheid": "bijna",
        "dek.gf": "onbekend",
    },
}


@pytest.fixture(scope="module")
def shown(patch: WorkbookPatch, placed: Layout) -> dict[str, bytes]:
    return recalculate({name: filled(patch, placed, answers) for name, answers in SCENARIOS.items()})


def rows_of(workbook: bytes, sheet: str) -> dict[str, list[object]]:
    """The rows of a sheet by the text in their first column; the first of each."""
    page: Worksheet = load_workbook(io.BytesIO(workbook), data_only=True)[sheet]
    found: dict[str, list[object]] = {}
    for row in page.iter_rows(values_only=True):
        if row[0] is not None:
            found.setdefault(str(row[0]), list(row[1:]))
    return found


def test_no_state_shows_an_error(shown: dict[str, bytes]) -> None:
    assert {name: error_cells(content) for name, content in shown.items()} == {name: [] for name in SCENARIOS}


@pytest.mark.parametrize(
    ("scenario", "not_mine"),
    [
        ("whole", []),
        ("joint_body", ["Dekking", "Aansluiting"]),
        ("edge_totals", ["Traject asiel", "Traject gezin"]),
    ],
)
def test_the_contents_say_which_sheets_are_for_whom(
    scenario: str, not_mine: list[str], shown: dict[str, bytes], survey: Survey
) -> None:
    lines = rows_of(shown[scenario], "Inhoud")
    said = {sheet.name: lines[sheet.name][1] for sheet in survey.sheets}
    assert said == {sheet.name: "Niet voor u" if sheet.name in not_mine else "Voor u" for sheet in survey.sheets}
    asked = named_values(shown[scenario], "reken.gevraagd.")
    assert all(asked[f"reken.gevraagd.{sheet.key}"] == 0 for sheet in survey.sheets if sheet.name in not_mine)


def test_own_cost_stands_beside_the_class_it_falls_in(shown: dict[str, bytes]) -> None:
    # 190,000 + 40,000 = 230,000 over 120 + 60 = 180 inburgeraars: 1277.78 each, and 5.11 per inhabitant.
    # 45,000 inhabitants: the second class, mean 2,900 (table 3.2); 1277.78 / 2,900 - 1 = -0.5594.
    # 180 / 45,000 x 10,000 = 40: the middle class, 1,800 to 2,800 with mean 2,200 (table 3.4).
    lines = rows_of(shown["whole"], "Samenvatting")
    by_size = lines["Uitvoeringskosten per inburgeraar, naar inwoners"]
    assert by_size[0] == "30 tot 80 duizend"
    assert by_size[1:6] == [pytest.approx(230000 / 180), None, 2900, None, pytest.approx(-0.5594, abs=1e-4)]
    relative = lines["Uitvoeringskosten per inburgeraar, naar begeleiden per 10.000 inwoners"]
    assert relative[0] == "37 tot 49"
    assert relative[2:5] == [1800, 2200, 2800]
    assert lines["Uitvoeringskosten per inwoner, naar inwoners"][1] == pytest.approx(230000 / 45000)
    assert lines["Begeleiden per 10.000 inwoners, naar inwoners"][1] == pytest.approx(40)


def test_edge_totals_leave_what_is_per_task_empty_and_say_so(shown: dict[str, bytes]) -> None:
    lines = rows_of(shown["edge_totals"], "Samenvatting")
    assert lines["Beleid en coördinatie"][:6] == [None] * 6
    assert lines["Leerroutes (naar uw verdeling)"][0] is None
    assert lines["Totale uitvoeringskosten"][0] == 500000
    assert any(str(label).startswith("U geeft alleen randtotalen") for label in lines)
    assert not any(str(label).startswith("U geeft") for label in rows_of(shown["whole"], "Samenvatting"))


def test_cost_over_the_years_stands_beside_the_rhythm(shown: dict[str, bytes]) -> None:
    # Routes 30 : 10, so 0.75 x 9,000 + 0.25 x 12,000 = 6,750 + 3,000; with mb 2,000 together 11,750.
    # Year 1: 0.6 x 6,750 + 0.5 x 3,000 + 0.8 x 2,000 = 7,150. Year 2: 2,025 + 750 + 400 = 3,175. Year 3: 675 + 750.
    # Grant in year 1: 0.61 x 15,500 = 9,455, which is 2,305 more; year 2: 0.31 x 15,500 - 3,175 = 1,630 more.
    lines = rows_of(shown["whole"], "Samenvatting")
    first, second, third = (lines[f"Jaar {year}"] for year in (1, 2, 3))
    assert first[:6] == [pytest.approx(value) for value in (7150 / 11750, 0.61, 7150, 9455, 2305, 2305)]
    assert second[2:6] == [pytest.approx(value) for value in (3175, 4805, 1630, 3935)]
    assert third[2] == pytest.approx(1425)


def test_the_books_are_reconciled_and_an_explanation_settles_it(shown: dict[str, bytes]) -> None:
    # 500,000 - 200,000 - 50,000 + 40,000 (the joint body's cost) - (10,000 - 5,000) = 285,000, against 230,000.
    lines = rows_of(shown["whole"], "Samenvatting")
    assert lines["Te verwachten in deze opgave"][0] == pytest.approx(285000)
    assert lines["Verschil dat overblijft"][0] == pytest.approx(-55000)
    assert str(lines["Stand"][0]).startswith("licht het verschil toe")
    assert rows_of(shown["explained"], "Samenvatting")["Stand"][0] == "verschil is toegelicht"
    assert lines["Gemeentefonds"][0] == 115000
    assert named_values(shown["whole"], "reken.")["reken.jaar.gr"] == pytest.approx(40000)


def test_an_explained_question_is_settled_in_the_workbook_and_told_by_the_collector(
    shown: dict[str, bytes], survey: Survey, parameters: dict[str, ParameterInForce]
) -> None:
    def state(scenario: str) -> object:
        areas = named_areas(shown[scenario], "controles.")
        return dict(zip(areas["controles.code"], areas["controles.status"], strict=True))["C-ROUTE-BEGELEID"]

    assert (state("whole"), state("explained")) == ("VRAAG", "TOEGELICHT")
    assert named_values(shown["explained"], "reken.")["reken.open.vraag"] == 0
    found = check(answers_table(SCENARIOS), survey, plain(parameters), {})
    told = found[found["regel"] == "C-ROUTE-BEGELEID"].set_index("code")["tekst"]
    assert "Nog geen PIP." in told["explained"]
    assert "Toelichting" not in told["whole"]


def test_invalid_answers_are_counted_as_the_collector_counts_them(
    shown: dict[str, bytes], survey: Survey, parameters: dict[str, ParameterInForce]
) -> None:
    found = check(answers_table(SCENARIOS), survey, plain(parameters), {})
    counted = found[found["regel"].isin(["J-TYPE", "J-BEREIK", "J-CODE"])].groupby("code").size()
    for name in SCENARIOS:
        assert named_values(shown[name], "reken.")["reken.ongeldig"] == counted.get(name, 0), name
    assert counted["invalid"] == 5
    by_sheet = named_values(shown["invalid"], "reken.ongeldig.")
    assert {key.rpartition(".")[2]: value for key, value in by_sheet.items() if value} == {
        "algemeen": 2,
        "volumes": 1,
        "jaar": 2,
    }


def test_what_is_not_answered_is_not_shown_as_no_cost(shown: dict[str, bytes]) -> None:
    lines = rows_of(shown["part"], "Samenvatting")
    assert lines["Brede intake tot en met vaststellen PIP"][3] == 230000
    assert lines["Beleid en coördinatie"][3] == "nog niet bekend"
    assert lines["Onderwijsroute"][0] == "nog niet bekend"
    assert lines["Leerroutes (naar uw verdeling)"][3] == "2 van 3"
    assert lines["SPUK per inburgeraar - Gezins- en overige migranten"][1:4] == ["nog niet bekend", None, None]
    empty = rows_of(shown["empty"], "Samenvatting")
    assert (
        empty["Totale uitvoeringskosten (9 van 9 taken nog niet bekend)"][0]
        == empty["Gemeentefonds"][0]
        == "nog niet bekend"
    )
    assert [empty[row][0] for row in ("Gemeentefonds min uitvoeringskosten", "Verschil dat overblijft")] == [None, None]
    assert named_values(shown["empty"])["uit.jaar.totaal"] == 0


def test_a_lower_bound_says_so_with_how_much_is_missing(shown: dict[str, bytes]) -> None:
    summary, own = (rows_of(shown["part"], sheet) for sheet in ("Samenvatting", "Eigen uitkomst"))
    assert summary["Totale uitvoeringskosten (8 van 9 taken nog niet bekend)"][0] == "ten minste € 230.000"
    assert summary["Algemene uitvoeringskosten (3 van 3 taken nog niet bekend)"][3] == "nog niet bekend"
    assert summary["Uitvoeringskosten per inburgeraar"][0] == "ten minste € 1.277"
    assert summary["Gemeentefonds min uitvoeringskosten"][0] == "ten hoogste € -115.000"
    assert summary["Uitvoeringskosten in deze opgave (8 van 9 taken nog niet bekend)"][0] == "ten minste € 230.000"
    assert summary["Uitvoeringskosten per inburgeraar, naar inwoners"][1] == "ten minste € 1.277"
    assert summary["Voorzieningen samen (4 van 5 onderdelen nog niet bekend)"][0] == "ten minste € 2.000"
    assert own["Jaarkosten: totaal (8 van 9 taken nog niet bekend)"][0] == "ten minste € 230.000"
    year = rows_of(shown["part"], "Jaarkosten")
    assert "ten minste € 230.000" in year["Totaal (8 van 9 taken nog niet bekend)"]
    figures = named_values(shown["part"])
    assert (figures["uit.jaar.totaal"], figures["uit.verschil.gf"]) == (230000, 115000 - 230000)


def test_an_empty_survey_shows_no_amount_that_nobody_gave(shown: dict[str, bytes], survey: Survey) -> None:
    empty, opened = shown["empty"], load_workbook(io.BytesIO(shown["empty"]), data_only=True)
    own = rows_of(empty, "Eigen uitkomst")
    with speaking_of(survey):
        figures = [row.label for row in own_result_rows(survey) if row.key != COMPLETENESS]
    said = {label: next(row[0] for found, row in own.items() if found.startswith(label)) for label in figures}
    assert said == dict.fromkeys(figures, "nog niet bekend")
    amounts = {"Jaarkosten": "NOPQ", "Traject asiel": "GK", "Traject gezin": "GK", "Samenvatting": "BDEFG"}
    euros = {
        f"{sheet} {cell.coordinate}": cell.value
        for sheet, columns in amounts.items()
        for letter in columns
        for cell in opened[sheet][letter]
        if cell.value == 0 and "€" in cell.number_format
    }
    assert euros == {}


def test_only_items_with_a_spread_stand_in_the_cost_over_the_years(shown: dict[str, bytes]) -> None:
    page = load_workbook(io.BytesIO(shown["whole"]), data_only=True)["Samenvatting"]
    heads = ("Onderdeel", "Verdeling telt op tot")
    start = next(row[0].row for row in page.iter_rows(max_col=2) if (row[0].value, row[1].value) == heads)
    lines = {
        page.cell(row, 1).value: [page.cell(row, column).value for column in range(2, 8)]
        for row in range(start, start + 10)
    }
    assert lines["Onderwijsroute"] == lines["Tolkvoorzieningen"] == [None] * 6
    assert lines["B1-route"] == [pytest.approx(value) for value in (1, 0.75, 6750, 4050, 2025, 675)]
    assert lines["Samen"][2:] == [pytest.approx(value) for value in (11750, 7150, 3175, 1425)]


def test_edge_totals_show_the_parts_that_were_given(shown: dict[str, bytes]) -> None:
    lines = rows_of(shown["edge_totals"], "Samenvatting")
    assert [lines[row][3] for row in ("Algemene uitvoeringskosten", "Directe uitvoeringskosten")] == [None, None]
    own = rows_of(shown["edge_totals"], "Eigen uitkomst")
    assert [own[f"Jaarkosten: {part}"][0] for part in ("algemeen", "totaal")] == ["nog niet bekend", 500000]


def test_what_the_respondent_cannot_mend_does_not_keep_the_survey_from_going_back(shown: dict[str, bytes]) -> None:
    said = {name: named_values(shown[name], "reken.klaar")["reken.klaar"] for name in SCENARIOS}
    assert (said["only_unknown_left"], said["something_left"]) == ("ja, met open punten", "nog niet")
    assert said["empty"] == said["invalid"] == "nog niet"
    figures = named_values(shown["only_unknown_left"], "reken.")
    assert (figures["reken.onbekend"], figures["reken.open.fout"]) == (1, 1)


def test_the_joint_body_is_told_that_the_cost_of_the_municipality_is_not_in_it(shown: dict[str, bytes]) -> None:
    assert any(line.startswith("De GR vult deze") for line in rows_of(shown["joint_body"], "Samenvatting"))
    assert not any(line.startswith("De GR vult deze") for line in rows_of(shown["whole"], "Samenvatting"))
