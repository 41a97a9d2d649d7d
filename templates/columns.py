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
COSTS = ("code", "ingang", "groep", "taak", "kostensoort", "euro")
WEIGHTS = ("code", "weging", "gewicht")
RESULT_KEY = ("maat", "onderdeel", "groep", "indeling", "klasse", "weging")
RESULTS = (*RESULT_KEY, "eenheid", "waarde", "laag", "hoog", "min", "max", "se", "n")
FINDINGS = ("code", "regel", "ernst", "id", "blad", "cel", "gevonden", "verwacht", "tekst")
FINDINGS_KEY = ("code", "regel", "id")
FINDINGS_OF_PERSON = ("status", "notitie")
PARAMETERS = ("code", "waarde", "eenheid", "vanaf", "bron", "betrouwbaarheid")
QUESTIONS = ("id", "blad", "cel", "type", "eenheid", "verplicht", "min", "max", "codelijst", "label")
SOURCES = ("code", "bestand", "sha256", "versie", "gelezen_op")
