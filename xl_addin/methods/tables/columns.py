"""Column names and codes of the contract that are the same under every law, defined once.

Codes that differ from law to law (groups, tasks, routes, provisions) come from `templates.schema.Dimensions`.
"""

from __future__ import annotations

from templates.columns import CASH, COSTS, RESULT_KEY, RESULTS, WEIGHTS
from templates.columns import GUIDED as GUIDED
from templates.result_codes import CLASSES as CLASSES
from templates.result_codes import DIVISIONS as DIVISIONS
from templates.result_codes import ESTABLISHED as ESTABLISHED
from templates.result_codes import FACTORS as FACTORS
from templates.result_codes import GROUP_SHARE as GROUP_SHARE
from templates.result_codes import INHABITANTS as INHABITANTS
from templates.result_codes import LEVEL_CLASSES as LEVEL_CLASSES
from templates.result_codes import POST as POST
from templates.result_codes import RELATIVE as RELATIVE
from templates.result_codes import SIZE_CLASSES as SIZE_CLASSES
from templates.result_codes import UNKNOWN as UNKNOWN
from templates.result_codes import URBANITY as URBANITY
from templates.result_codes import WEIGHT_SETS as WEIGHT_SETS

# --- columns ---------------------------------------------------------------------------------------------------
CODE = "code"
ENTRANCE = "ingang"
GROUP = "groep"
TASK = "taak"
KIND = "kostensoort"
EURO = "euro"
COST_COLUMNS = COSTS

WEIGHTING = "weging"
WEIGHT = "gewicht"
WEIGHT_COLUMNS = WEIGHTS

ADDRESS_DENSITY = "oad"
GRANT_EURO = "gf_euro"
MIGRATION_BACKGROUND = "migratieachtergrond"
INFLOW = "instroom"

# --- the two entrances and what a row of cost can be -----------------------------------------------------------
ANNUAL = "jaar"
TRAJECTORY = "traj"

OWN = "eigen"
HIRED = "inhuur"
OUTSOURCED = "uitbesteding"
WHOLE = "totaal"

EXECUTION = "uitvoering"
GENERAL = "algemeen"
DIRECT = "direct"
STEERING = "regievoering"
TOTAL = "totaal"
ROUTES = "leerroutes"
PROVISIONS = "voorzieningen"
EVERYTHING = "alles"
STRUCTURAL = "structureel"

# --- answers ---------------------------------------------------------------------------------------------------
NOT_APPLICABLE = "nvt"
UNKNOWN_ANSWER = "onbekend"
EMPTY_ITEM, UNKNOWN_ITEM, NO_ITEM, KNOWN_ITEM = "leeg", UNKNOWN_ANSWER, NOT_APPLICABLE, "bekend"
"""The states of an item: nothing filled in, not fully known, all nvt (known as 0), known."""
COMPLETE = "volledig"
EDGE_TOTALS = "randtotalen"
FTE = "fte"
HOURS_A_YEAR = "uur"
PERCENT = "procent"
EURO_PER_FTE = "euro_per_fte"
REGISTRATION = "registratie"
KEY = "sleutel"
MUNICIPALITY = "gemeente"
JOINT_BODY = "gr"
STAFF_SIDES = (MUNICIPALITY, JOINT_BODY)

# --- classes ---------------------------------------------------------------------------------------------------
SIZE = INHABITANTS
LOW = "laag"
MIDDLE = "gemiddeld"
HIGH = "hoog"
# --- weight sets -----------------------------------------------------------------------------------------------
RATIO = "ratio"
MACRO = "macro"
DESIGN = "ontwerp"
MACRO_DESIGN = "macro_ontwerp"
RAKING = "raking"
CALIBRATION = "kalibratie"

# --- results ---------------------------------------------------------------------------------------------------
MEASURE = "maat"
COMPONENT = "onderdeel"
DIVISION = "indeling"
CLASS = "klasse"
UNIT = "eenheid"
VALUE = "waarde"
LOWER = "laag"
UPPER = "hoog"
MINIMUM = "min"
MAXIMUM = "max"
STANDARD_ERROR = "se"
COUNT = "n"
INTERVAL_LOWER = "i95_laag"
INTERVAL_UPPER = "i95_hoog"
ESTIMATED = "geschat"
KEY_COLUMNS = RESULT_KEY
FIGURE_COLUMNS = (
    VALUE,
    LOWER,
    UPPER,
    MINIMUM,
    MAXIMUM,
    STANDARD_ERROR,
    COUNT,
    INTERVAL_LOWER,
    INTERVAL_UPPER,
    ESTIMATED,
)
RESULT_COLUMNS = RESULTS

COST_PER_PERSON = "kosten_per_inburgeraar"
COST_PER_INHABITANT = "kosten_per_inwoner"
GUIDED_PER_10000 = "begeleid_per_10000"
CASELOAD = "caseload_per_fte"
KIND_SHARE = "aandeel_kostensoort"
NATIONAL_TOTAL = "landelijk_totaal"
NATIONAL_GUIDED = "begeleid_landelijk"
TRAJECTORY_COST = "traject_kosten"
YEARLY_SPREAD = "jaarspreiding"
CASH_FLOW = "kasstroom"
GRANT_PER_PERSON = "gf_per_inburgeraar"
GRANT_DIFFERENCE = "verschil_gf"
EARMARKED_PER_PERSON = "spuk_per_inburgeraar"
EARMARKED_DIFFERENCE = "verschil_spuk"
GRANT_RECONCILIATION = "gf_aansluiting"
COVERAGE = "dekking_spuk"
PRICE_AND_VOLUME = "prijs_volume"
START_COMPARISON = "vergelijking_start"
PERFORMANCE = "prestatie"
SHORTFALL = "verschil_opbouw"
CLASS_DIFFERENCE = "verschil_klasse"
YOUNG_SHARE = "aandeel_jong"
ROUTE_SHARE = "aandeel_route"
HOURS = "uren"
TALKS = "gesprekken"
BACKGROUND = "achtergrond"
OFFER = "aanbod"
MISSING = "ontbrekend"

# {eenheid} and {eenheden}: one and many of those whom the survey counts, in its own word
UNIT_EURO = "euro"
UNIT_EURO_PER_PERSON = "euro per {eenheid}"
UNIT_EURO_PER_DIPLOMA = "euro per diploma"
UNIT_DIPLOMAS = "diploma's"
UNIT_PER_YEAR = "{eenheden} per jaar"
UNIT_EURO_PER_INHABITANT = "euro per inwoner"
UNIT_PER_10000 = "{eenheden} per 10.000 inwoners"
UNIT_CASELOAD = "{eenheden} per fte"
UNIT_FRACTION = "fractie"
UNIT_YES = "1 = ja, 0 = nee"
UNIT_PERSONS = "{eenheden}"
UNIT_HOURS = "uren per {eenheid}"
UNIT_TALKS = "gesprekken per {eenheid}"
UNIT_MUNICIPALITIES = "gemeenten"

# --- cash flows ------------------------------------------------------------------------------------------------
YEAR = "jaar"
ENTITLED = "recht"
CORRECTED = "nabetaald"
SETTLED = "verrekend"
RECEIVED = "ontvangen"
SPENT = "besteed"
RESERVE = "reserve"
REPAID = "terugbetaald"
CASH_SHORTFALL = "tekort"
FLOWS = (ENTITLED, CORRECTED, SETTLED, RECEIVED, SPENT, RESERVE, REPAID, CASH_SHORTFALL)
VARIANT = "variant"
BASIS = "kosten"
STUCK = "klem"
CASH_COLUMNS = CASH


def guided(group: str) -> str:
    """The frame column with the guided inburgeraars of a group."""
    return f"{group}_{GUIDED}"


def inflow_column(group: str, year: int) -> str:
    """The frame column with the inflow of a group in a year."""
    return f"{INFLOW}_{group}_{year}"


def year_class(year: int) -> str:
    """The class code of a year of the trajectory, counted from 1."""
    return f"jaar{year}"
