"""The codes of `resultaten.csv` that a result table may ask for, besides the words of the survey itself."""

from __future__ import annotations

INHABITANTS, URBANITY, ESTABLISHED, RELATIVE = "inwoners", "stedelijkheid", "gevestigd", "relatief"
FACTORS = (INHABITANTS, URBANITY, ESTABLISHED)
DIVISIONS = (*FACTORS, RELATIVE)
SIZE_CLASSES = ("<30", "30-80", "80-250", ">250")
LEVEL_CLASSES = ("laag", "gemiddeld", "hoog")
CLASSES: dict[str, tuple[str, ...]] = {
    INHABITANTS: SIZE_CLASSES,
    **dict.fromkeys((URBANITY, ESTABLISHED, RELATIVE), LEVEL_CLASSES),
}
UNKNOWN = "onbekend"
POST: dict[str, str] = {factor: f"post_{factor}" for factor in FACTORS}
WEIGHT_SETS = (*POST.values(), "raking", "kalibratie")
WEIGHTINGS = ("ratio", "macro", *WEIGHT_SETS, "ontwerp", "macro_ontwerp")
WHOLE, BY_ANSWER = "totaal", "antwoord"
GROUP_SHARE = "aandeel_"
"""Followed by the code of a groep."""
MEASURES = (
    "kosten_per_inburgeraar",
    "kosten_per_inwoner",
    "begeleid_per_10000",
    "begeleid_landelijk",
    "caseload_per_fte",
    "aandeel_kostensoort",
    "landelijk_totaal",
    "traject_kosten",
    "jaarspreiding",
    "kasstroom",
    "gf_per_inburgeraar",
    "verschil_gf",
    "spuk_per_inburgeraar",
    "verschil_spuk",
    "gf_aansluiting",
    "dekking_spuk",
    "prijs_volume",
    "vergelijking_start",
    "prestatie",
    "verschil_opbouw",
    "verschil_klasse",
    "verdeelsleutel",
    "verwacht",
    "herverdeeleffect",
    "eigen_maat",
    "aandeel_jong",
    "aandeel_route",
    "uren",
    "gesprekken",
    "achtergrond",
    "aanbod",
    "respons",
    "verklaard",
    "verband",
    "aandeel_antwoord",
    "gemiddeld_antwoord",
    "respondenten",
    "ontbrekend",
)
