"""Column names of the tidy tables, defined once: inputs, analysis workbook and exports share them (INTERFACE)."""

from __future__ import annotations

import re

from templates.schema import Dimensions

CODE = "code"
_OF_MUNICIPALITY = ("code", "naam", "provincie", "inwoners", "oad", "stedelijkheid")
ESTABLISHED, GRANT = "gevestigd", "gf_euro"
FRAME = (*_OF_MUNICIPALITY, GRANT)
"""The columns of the frame that are the same under every law; those with the counted persons follow the groups."""
GUIDED = "begeleid"
FRAME_OPTIONAL = (ESTABLISHED, "migratieachtergrond", "gr_naam", "diplomas_t2")
FRAME_COUNTS = re.compile(r"(?:\w+_)?begeleid|pip_\w+|instroom_\w+_\d{4}")
"""Columns of the frame that count persons: per group guided, per route with a plan, per group and year come in."""
SAMPLE = ("code", "invuller", "gr_naam", "golf", "status")
DRAW = ("code", "naam", "provincie", "gr_naam", "stratum", "omvang", "getrokken", "kans", "reserve", "volgorde")
DRAW_PLAN = (
    "soort",
    "naam",
    "omvang",
    "verwacht",
    "getrokken",
    "kans",
    "gemiddelde",
    "se_gemiddelde",
    "verhouding",
    "se_verhouding",
)
COSTS = ("code", "ingang", "groep", "taak", "kostensoort", "euro")
SCENARIOS = ("scenario", "code", "waarde", "eerste_jaar", "toelichting")
SCENARIO_VALUES = ("basis", "scenario1", "scenario2", "scenario3", "scenario4", "scenario5")
CASH = (
    "code",
    "naam",
    "kosten",
    "variant",
    "jaar",
    "recht",
    "nabetaald",
    "verrekend",
    "ontvangen",
    "besteed",
    "reserve",
    "terugbetaald",
    "tekort",
    "klem",
)
WEIGHTS = ("code", "weging", "gewicht")
RESULT_KEY = ("maat", "onderdeel", "groep", "indeling", "klasse", "weging")
RESULTS_BEFORE = (*RESULT_KEY, "eenheid", "waarde", "laag", "hoog", "min", "max", "se", "n")
"""The columns that results had before they ended with their interval and who has an estimated part."""
RESULTS = (*RESULTS_BEFORE, "i95_laag", "i95_hoog", "geschat")
SCENARIO_RESULTS = (*RESULT_KEY, "eenheid", *SCENARIO_VALUES)
SCENARIO_TABLES = ("tabel", "rij", "kolom", *SCENARIO_VALUES)
FINDINGS = ("code", "regel", "ernst", "id", "blad", "cel", "gevonden", "verwacht", "tekst")
FINDINGS_KEY = ("code", "regel", "id")
FINDINGS_OF_PERSON = ("status", "notitie", "besluit")
FINDINGS_NAMED = ("naam", "soort")
"""Beside the code of the list in the workbook: the municipality, and the kind of check that found it."""
SOLVED_ON = "opgelost_op"
SOLVED = (*FINDINGS, *FINDINGS_OF_PERSON, SOLVED_ON)
CORRECTIONS = ("code", "id", "oud", "nieuw", "reden", "bron", "datum")
ANSWERS_COUNTED = ("code", "id", "waarde", "herkomst")
EXCLUSIONS = ("code", "onderdeel", "reden")
INTERVIEW = ("code", "volgorde", "soort", "onderwerp", "blad", "cel", "gevonden", "verwacht", "euro", "vraag", "regel")
RESPONSE = ("code", "naam", "inwoners", "stedelijkheid", "gevestigd", "status", "ontvangen", "fouten", "vragen")
MUNICIPALITIES = (
    "rang",
    "code",
    "naam",
    "klasse_inwoners",
    "klasse_stedelijkheid",
    "klasse_gevestigd",
    "klasse_relatief",
    "begeleid",
    "gf_euro",
    "gf_per_inburgeraar",
    "kosten_eigen",
    "kosten_verwacht",
    "basis",
    "verschil",
    "laag",
    "hoog",
    "landelijk",
    "verdeelsleutel",
    "samenstelling",
    "schaalgrootte",
    "kostenniveau",
    "spuk_euro",
    "prestatie_inleg",
    "diplomas_t2",
    "prestatie_effect",
    "prestatie_effect_1",
    "prestatie_effect_2",
    "prestatie_effect_3",
    "reden",
)
PARAMETERS = ("code", "waarde", "eenheid", "vanaf", "bron", "betrouwbaarheid")
QUESTIONS = ("id", "blad", "cel", "type", "eenheid", "verplicht", "min", "max", "codelijst", "label")
SOURCES = ("code", "bestand", "sha256", "versie", "gelezen_op", "status", "reden", "opgeslagen_op", "gelezen_door")
ORIGIN = (
    "sleutel",
    "maat",
    "onderdeel",
    "groep",
    "code",
    "naam",
    "teller",
    "noemer",
    "waarde",
    "telt_mee",
    "klasse_inwoners",
    "klasse_stedelijkheid",
    "klasse_gevestigd",
    "klasse_relatief",
    "gewicht_inwoners",
    "gewicht_stedelijkheid",
    "gewicht_gevestigd",
    "blad",
    "cellen",
    "bestand",
    "antwoorden",
    "bron",
)


def guided_column(group: str) -> str:
    """The frame column with the counted (guided) persons of a group; of all together under a law without groups."""
    return f"{group}_{GUIDED}" if group else GUIDED


def frame_columns(dimensions: Dimensions) -> tuple[str, ...]:
    """The columns that a frame must have for a survey, in their order: its groups counted, and what it divides by."""
    counted = (guided_column(group) for group in dimensions.group_codes or ("",))
    settled = (ESTABLISHED,) if ESTABLISHED in dimensions.factors else ()
    return (*_OF_MUNICIPALITY, *counted, *settled, GRANT)


def municipality_columns(dimensions: Dimensions) -> tuple[str, ...]:
    """The columns of the list of municipalities, with the difference of the earmarked grant per group."""
    at = MUNICIPALITIES.index("spuk_euro") + 1
    differences = (f"verschil_spuk_{group}" for group in dimensions.trajectory_groups)
    return (*MUNICIPALITIES[:at], *differences, *MUNICIPALITIES[at:])
