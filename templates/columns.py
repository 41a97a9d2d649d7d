"""Column names of the tidy tables, defined once: inputs, analysis workbook and exports share them (INTERFACE)."""

from __future__ import annotations

CODE = "code"
FRAME = (
    "code",
    "naam",
    "provincie",
    "inwoners",
    "oad",
    "stedelijkheid",
    "asiel_begeleid",
    "gezin_begeleid",
    "gevestigd",
    "gf_euro",
)
FRAME_OPTIONAL = ("migratieachtergrond", "gr_naam", "pip_b1", "pip_z", "pip_onderwijs", "diplomas_t2")
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
WEIGHTS = ("code", "weging", "gewicht")
RESULT_KEY = ("maat", "onderdeel", "groep", "indeling", "klasse", "weging")
RESULTS = (*RESULT_KEY, "eenheid", "waarde", "laag", "hoog", "min", "max", "se", "n")
FINDINGS = ("code", "regel", "ernst", "id", "blad", "cel", "gevonden", "verwacht", "tekst")
FINDINGS_KEY = ("code", "regel", "id")
FINDINGS_OF_PERSON = ("status", "notitie", "besluit")
SOLVED_ON = "opgelost_op"
SOLVED = (*FINDINGS, *FINDINGS_OF_PERSON, SOLVED_ON)
CORRECTIONS = ("code", "id", "oud", "nieuw", "reden", "bron", "datum")
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
    "verschil_spuk_asiel",
    "verschil_spuk_gezin",
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
