"""What people type in the lists of the analysis workbook, and in CSV inputs, each with what must come of it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.analysis import layout as place

RICH = "<r><rPr><strike/></rPr><t>120</t></r><r><t>150</t></r>"
STOPS, TOLD, SILENT = "de opdracht stopt", "bevinding", ""
FRAME, PARAMETERS, ANSWERS = place.FRAME_TABLE, place.PARAMETERS_TABLE, place.ANSWERS_TABLE
SAMPLE, CORRECTIONS, FINDINGS, EXCLUSIONS = (
    place.SAMPLE_TABLE,
    place.CORRECTIONS_TABLE,
    place.FINDINGS_TABLE,
    place.EXCLUSIONS_TABLE,
)
UNKNOWN = "onbekend"


@dataclass(frozen=True)
class Listed:
    """A cell of a list as it was typed. counts: what it counts as, None for nothing; how: whether the command stops, a
    finding tells, or nothing is said; rule: by which rule. look: the number format.
    """

    table: str
    column: str
    typed: object
    how: str
    rule: str = ""
    counts: object = None
    look: str = ""
    example: str = ""

    @property
    def named(self) -> str:
        """What a reader of the docs sees."""
        return self.example or f"{self.typed}"


LISTED = (
    Listed(FRAME, "inwoners", "48200", TOLD, "LIST_NORMALISED", 48_200.0, example="'48200 (als tekst)"),
    Listed(FRAME, "gf_euro", "\u20ac 1.234.567,-", TOLD, "LIST_NORMALISED", 1_234_567.0),
    Listed(FRAME, "gevestigd", "1 234", TOLD, "LIST_NORMALISED", 1234.0),
    Listed(FRAME, "inwoners", "12.500", STOPS, "BOOK_TEXT_FOR_NUMBER"),
    Listed(FRAME, "inwoners", "12 duizend", STOPS, "BOOK_TEXT_FOR_NUMBER"),
    Listed(FRAME, "inwoners", "12 fte", STOPS, "BOOK_TEXT_FOR_NUMBER"),
    Listed(FRAME, "gf_euro", "15%", STOPS, "BOOK_TEXT_FOR_NUMBER"),
    Listed(FRAME, "gf_euro", RICH, STOPS, "BOOK_TEXT_FOR_NUMBER", example="~~120~~150 (deels doorgehaald)"),
    Listed(FRAME, "gevestigd", "120\n150", STOPS, "BOOK_TEXT_FOR_NUMBER", example="120 en 150 onder elkaar"),
    Listed(FRAME, "gevestigd", ".", SILENT),
    Listed(FRAME, "gevestigd", "onbekend", SILENT),
    Listed(FRAME, "gevestigd", None, SILENT, example="(leeg)"),
    Listed(FRAME, "gevestigd", "#N/A", TOLD, "LIST_ERROR_VALUE"),
    Listed(FRAME, "inwoners", "#REF!", TOLD, "FRAME_INHABITANTS_UNKNOWN"),
    Listed(FRAME, "stedelijkheid", "#VALUE!", TOLD, "LIST_ERROR_VALUE", ""),
    Listed(FRAME, "stedelijkheid", "HOOG ", SILENT, counts="hoog"),
    Listed(FRAME, "stedelijkheid", "matig", STOPS, "BOOK_CHOICE_UNKNOWN"),
    Listed(FRAME, "inwoners", 46147, STOPS, "BOOK_NOT_A_NUMBER", look="d-m-yyyy", example="5-5-2026 (datum)"),
    Listed(FRAME, "gevestigd", 1.8125, STOPS, "BOOK_TEXT_FOR_NUMBER", look="[h]:mm", example="43:30 (duur)"),
    Listed(FRAME, "gevestigd", True, STOPS, "BOOK_NOT_A_NUMBER", example="WAAR"),
    Listed(FRAME, "inwoners", -5, STOPS, "BOOK_NEGATIVE"),
    Listed(FRAME, "code", "{code} ", SILENT, counts="{code}", example="gm0014 , met spatie en kleine letters"),
    Listed(FRAME, "code", "GM99999", STOPS, "BOOK_CODE_WRONG"),
    Listed(FRAME, "code", None, STOPS, "BOOK_CODE_WRONG", example="(leeg)"),
    Listed(SAMPLE, "status", "Geweigerd ", SILENT, counts="geweigerd"),
    Listed(SAMPLE, "status", "doet niet mee", TOLD, "LIST_CHOICE_UNKNOWN", "doet niet mee"),
    Listed(FINDINGS, "status", "AKKOORD", SILENT, counts="akkoord"),
    Listed(FINDINGS, "status", "accoord", TOLD, "LIST_CHOICE_UNKNOWN", "accoord"),
    Listed(PARAMETERS, "waarde", "1.400,5", TOLD, "LIST_NORMALISED", 1400.5),
    Listed(PARAMETERS, "waarde", "1400 uur", TOLD, "LIST_NORMALISED", 1400.0),
    Listed(PARAMETERS, "waarde", "1400 euro", STOPS, "BOOK_TEXT_FOR_NUMBER"),
    Listed(PARAMETERS, "waarde", "1.400", STOPS, "BOOK_TEXT_FOR_NUMBER"),
    Listed(PARAMETERS, "waarde", "#DIV/0!", STOPS, "BOOK_PARAMETER_VALUE"),
    Listed(ANSWERS, "vol.asiel.begeleid", "1.234,5", TOLD, "LIST_NORMALISED", 1234.5),
    Listed(ANSWERS, "vol.asiel.begeleid", "12 inburgeraars", TOLD, "LIST_NORMALISED", 12.0),
    Listed(ANSWERS, "vol.asiel.begeleid", "12.500", TOLD, "LIST_NOT_READ", UNKNOWN),
    Listed(ANSWERS, "vol.asiel.begeleid", "12 euro", TOLD, "LIST_NOT_READ", UNKNOWN),
    Listed(ANSWERS, "vol.asiel.begeleid", "#REF!", TOLD, "LIST_NOT_READ", UNKNOWN),
    Listed(ANSWERS, "vol.asiel.begeleid", "N.v.t.", SILENT, counts="nvt"),
    Listed(ANSWERS, "vol.asiel.begeleid", True, SILENT, counts="waar", example="WAAR (de controles vragen ernaar)"),
)  # fmt: skip

CORRECTED = (
    # what stands in the column `nieuw` of a correction of a number of persons: what it counts as, the rule
    ("8", 8.0, ""),
    ("1.234,5", 1234.5, ""),
    ("12 inburgeraars", 12.0, ""),
    ("nvt", "nvt", ""),
    ("12.500", None, "CORRECTION_UNREADABLE"),
    ("12 euro", None, "CORRECTION_UNREADABLE"),
    ("veel", None, "CORRECTION_UNREADABLE"),
    ("#N/A", None, "CORRECTION_UNREADABLE"),
    (True, None, "CORRECTION_UNREADABLE"),
    (RICH, None, "CORRECTION_UNREADABLE"),
)


@dataclass(frozen=True)
class Written:
    """A column of FRAME.csv (`inwoners`) over its rows. counts: the first value, None for unknown; rule: why not."""

    example: str
    fields: tuple[str, ...]
    counts: float | None = None
    rule: str = ""
    separator: str = ","
    encoding: str = "utf-8"
    first: str = ""


WRITTEN = (
    Written("komma's", ("1000", "2000"), 1000.0),
    Written("puntkomma's", ("1000", "2000"), 1000.0, separator=";"),
    Written("tabs", ("1000", "2000"), 1000.0, separator="\t"),
    Written("strepen", ("1000", "2000"), 1000.0, separator="|"),
    Written("een eerste regel sep=;", ("1000", "2000"), 1000.0, separator=";", first="sep=;\n"),
    Written("een ander scheidingsteken (~)", ("1000", "2000"), rule="CSV_SEPARATOR", separator="~"),
    Written("met een BOM", ("1000", "2000"), 1000.0, encoding="utf-8-sig"),
    Written("UTF-16, zoals 'Unicode-tekst' van Excel", ("1000", "2000"), 1000.0, separator="\t", encoding="utf-16"),
    Written("een andere codering (Windows-1252)", ("1000", "2000"), rule="CSV_NOT_UTF8", encoding="cp1252"),
    Written("decimale punt in de kolom", ("1000.5", "2000"), 1000.5),
    Written("decimale komma in de kolom", ("1000,5", "2.000"), 1000.5, separator=";"),
    Written("duizendtallen met punten, puntkommabestand", ("12.500", "2.000"), 12_500.0, separator=";"),
    Written("148.868 in de hele kolom", ("148.868", "12.500"), rule="FRAME_COUNT_AMBIGUOUS"),
    Written("148.868 naast 12.5: een decimale punt", ("148.868", "12.5"), 148.868),
    Written("beide decimaaltekens in een kolom", ("12.500", "12,5", "13.5"), rule="FRAME_MARKS_MIXED", separator=";"),
    Written("tekst", ("duizend", "2000"), rule="FRAME_NOT_A_NUMBER"),
    Written("negatief", ("-1000", "2000"), rule="FRAME_NEGATIVE"),
    Written("nul inwoners", ("0", "2000"), rule="FRAME_NUMBER_MISSING"),
    Written("leeg", ("", "2000"), rule="FRAME_NUMBER_MISSING"),
)
