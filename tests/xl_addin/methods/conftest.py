"""A small country and answers to it, for the tests of the method."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pytest

from templates import load_survey
from templates.parameters import in_force, plain
from templates.schema import Dimensions
from xl_addin.methods.study import Study, compute

Answers = Callable[[Mapping[str, Mapping[str, object]]], pd.DataFrame]


# Round figures, so that the working in the tests can be done by hand.
PARAMETERS: dict[str, float | str] = {
    "salaris.schaal.8": 40_000.0,
    "salaris.schaal.9": 50_000.0,
    "salaris.schaal.10": 60_000.0,
    "werkgeverslasten": 0.25,
    "ikb": 0.0,
    "productieve_uren": 1_000.0,
    "band.macro": 0.05,
    "band.traject": 0.10,
    "afronden_voor_band": "geen",
    "klasse.inwoners.grens.1": 30_000.0,
    "klasse.inwoners.grens.2": 80_000.0,
    "klasse.inwoners.grens.3": 250_000.0,
    "klasse.relatief.grens.1": 37.0,
    "klasse.relatief.grens.2": 49.0,
    "klasse.stedelijkheid.aantal.laag": 206.0,
    "klasse.stedelijkheid.aantal.gemiddeld": 103.0,
    "klasse.stedelijkheid.aantal.hoog": 33.0,
    "klasse.gevestigd.aantal.laag": 180.0,
    "klasse.gevestigd.aantal.gemiddeld": 114.0,
    "klasse.gevestigd.aantal.hoog": 43.0,
    "route.aandeel.b1": 0.57,
    "route.aandeel.z": 0.29,
    "route.aandeel.onderwijs": 0.13,
    "ritme.jaar1": 0.61,
    "ritme.jaar2": 0.31,
    "ritme.jaar3": 0.08,
    "gf.totaal": 114e6,
    "gf.structureel": 81e6,
    "gf.incidenteel": 33e6,
    "spuk.asiel": 15_500.0,
    "spuk.gezin": 700.0,
}


TASKS = ("intake", "voortgang", "ontzorging", "zelfredzaamheid", "dienstverlening")
# Who has nothing more says so: `nvt` on every task, route and provision, which an answer in `given` takes the place of.
NOTHING_ELSE: dict[str, object] = {
    **{f"jaar.{task}.uitbesteding": "nvt" for task in ("inkoop", "administratie", "beleid", *TASKS, "inloop")},
    **{f"traj.{group}.{task}.uitbesteding": "nvt" for group in ("asiel", "gezin") for task in TASKS},
    **{
        f"traj.{group}.{item}.bijkomend": "nvt"
        for group in ("asiel", "gezin")
        for item in ("pvt", "map", "tolk", "overig")
    },
    **{f"traj.asiel.{item}.bijkomend": "nvt" for item in ("b1", "z", "onderwijs", "mb")},
}
OVERHEAD: dict[str, object] = {"oh.gemeente.wijze": "procent", "oh.gemeente.waarde": 0.0}


@pytest.fixture(scope="session")
def dimensions() -> Dimensions:
    return load_survey("wi2021").dimensions


@pytest.fixture
def parameters() -> dict[str, float | str]:
    return dict(PARAMETERS)


@pytest.fixture(scope="session")
def begun(dimensions: Dimensions) -> Study:
    """The study of `country` with a baseline."""
    frame, answers = made_up_country(60, 6)
    return compute(answers, frame, with_baseline(), dimensions)


@pytest.fixture
def baseline() -> dict[str, float | str]:
    """The parameters above, and what the template knows of the start of the law and of the grants that follow it."""
    return with_baseline()


def with_baseline() -> dict[str, float | str]:
    begun = ("start.", "instroom.", "prestatie.", "spuk.telling.")
    known = plain(in_force(load_survey("wi2021")))
    return {**PARAMETERS, **{code: value for code, value in known.items() if code.startswith(begun)}}


@pytest.fixture
def table() -> Answers:
    """Makes the wide answers table from {municipality: {question id: answer}}."""

    def make(rows: Mapping[str, Mapping[str, object]]) -> pd.DataFrame:
        return pd.DataFrame.from_dict(rows, orient="index").astype(object)

    return make


@pytest.fixture
def country() -> tuple[pd.DataFrame, pd.DataFrame]:
    """342 municipalities, of which 60 answer everything in detail and 6 give edge totals."""
    return made_up_country(60, 6)


@pytest.fixture(scope="session")
def made(dimensions: Dimensions) -> Study:
    """The study of `country`."""
    frame, answers = made_up_country(60, 6)
    return compute(answers, frame, PARAMETERS, dimensions)


@pytest.fixture
def full_country() -> tuple[pd.DataFrame, pd.DataFrame]:
    """342 municipalities that all answer."""
    return made_up_country(342, 0)


@pytest.fixture
def small_frame() -> pd.DataFrame:
    """Six municipalities; GM1 has no figure for established migrants.

    By rank of established migrants per inhabitant, in the proportions 180/114/43 of 337: of five figures the lowest
    two are laag (2 x 337 <= 180 x 5 < 3 x 337), the next two gemiddeld (4 x 337 <= 294 x 5), the last hoog.
    """
    rows = {
        "GM1": (10_000, "laag", 30, 10, np.nan, 40_000),
        "GM2": (20_000, "laag", 60, 20, 20, 90_000),
        "GM3": (50_000, "gemiddeld", 100, 50, 100, 200_000),
        "GM4": (60_000, "gemiddeld", 120, 80, 180, 300_000),
        "GM5": (100_000, "hoog", 300, 100, 400, 500_000),
        "GM6": (300_000, "hoog", 900, 600, 1_500, 2_000_000),
    }
    columns = ["inwoners", "stedelijkheid", "asiel_begeleid", "gezin_begeleid", "gevestigd", "gf_euro"]
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return frame.astype({name: float for name in columns if name != "stedelijkheid"})


@pytest.fixture
def small_answers(table: Answers) -> pd.DataFrame:
    """Annual cost of four of the six: GM1 edge totals, the others algemeen (beleid) and direct (intake, hired)."""
    persons = {"GM1": (30, 10), "GM3": (100, 50), "GM4": (120, 80), "GM6": (900, 600)}
    euros = {"GM3": (60_000, 240_000), "GM4": (100_000, 400_000), "GM6": (600_000, 1_800_000)}
    rows: dict[str, dict[str, object]] = {
        code: {"vol.asiel.begeleid": float(asylum), "vol.gezin.begeleid": float(family)}
        for code, (asylum, family) in persons.items()
    }
    rows["GM1"] |= {"alg.volledigheid": "randtotalen", "jaar.rand.totaal": 100_000.0}
    for code, (general, direct) in euros.items():
        rows[code] |= {**NOTHING_ELSE, "jaar.beleid.uitbesteding": float(general), "jaar.intake.inhuur": float(direct)}
    return table(rows)


def made_up_country(detailed: int, edge: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    random = np.random.default_rng(20_240_101)
    codes = [f"GM{number:04d}" for number in range(1, 343)]
    inhabitants = np.round(np.exp(random.normal(10.5, 0.8, 342))).clip(3_000, 900_000)
    guided = np.round(inhabitants / 10_000 * random.uniform(25, 65, 342)).clip(6)
    asylum = np.round(guided * 0.65)
    frame = pd.DataFrame(
        {
            "naam": codes,
            "provincie": "Utrecht",
            "inwoners": inhabitants,
            "oad": np.round(inhabitants**0.6 * random.uniform(0.5, 2, 342)),
            "stedelijkheid": "",
            "asiel_begeleid": asylum,
            "gezin_begeleid": guided - asylum,
            "gevestigd": np.where(np.arange(342) < 5, np.nan, np.round(guided * random.uniform(0.8, 1.6, 342))),
            "gf_euro": np.round(114e6 * guided / guided.sum()),
        },
        index=pd.Index(codes, name="code"),
    )
    chosen = np.sort(random.choice(342, detailed + edge, replace=False))
    rows = {codes[place]: _answers(frame.iloc[place], number < detailed, random) for number, place in enumerate(chosen)}
    return frame, pd.DataFrame.from_dict(rows, orient="index").astype(object)


def _answers(place: pd.Series, detailed: bool, random: np.random.Generator) -> dict[str, object]:
    persons = float(place["asiel_begeleid"] + place["gezin_begeleid"])
    given: dict[str, object] = {f"vol.{g}.begeleid": float(place[f"{g}_begeleid"]) for g in ("asiel", "gezin")}
    if detailed:
        given |= NOTHING_ELSE
    else:
        return {**given, "alg.volledigheid": "randtotalen", "jaar.rand.totaal": persons * 2_000}
    given |= {"oh.gemeente.wijze": "procent", "oh.gemeente.waarde": 0.3}
    for task in ("inkoop", "administratie", "beleid", "intake", "voortgang", "ontzorging", "zelfredzaamheid"):
        stem = f"jaar.{task}.gemeente"
        given |= {f"{stem}.inzet": persons / 300, f"{stem}.eenheid": "fte", f"{stem}.schaal": 9.0}
        given[f"jaar.{task}.uitbesteding"] = persons * random.uniform(0, 60)
    for group, hours in (("asiel", 20.0), ("gezin", 10.0)):
        for task in ("intake", "voortgang"):
            stem = f"traj.{group}.{task}"
            given |= {f"{stem}.uren": hours * random.uniform(0.7, 1.3), f"{stem}.schaal": 9.0}
        for item in ("pvt", "map", "tolk"):
            given[f"traj.{group}.{item}.tarief"] = random.uniform(100, 500)
            given |= {
                f"traj.{group}.{item}.jaar{year}": part for year, part in zip((1, 2, 3), (0.5, 0.3, 0.2), strict=True)
            }
    for route, price in (("b1", 9_700), ("z", 11_400), ("onderwijs", 17_100)):
        given[f"traj.asiel.{route}.tarief"] = price * random.uniform(0.8, 1.2)
        given |= {f"traj.asiel.{route}.jaar{year}": part for year, part in zip((1, 2, 3), (0.4, 0.3, 0.3), strict=True)}
    return given
