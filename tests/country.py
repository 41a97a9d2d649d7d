"""A small invented country for tests of the whole chain: a frame, a sample and answers, all from a seed."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from templates import load_survey
from templates.columns import frame_columns

Answers = dict[str, str | float]
PROVINCES = ("Drenthe", "Zeeland", "Utrecht", "Limburg")


@dataclass(frozen=True)
class Country:
    """Where the input files of the country stand."""

    frame: Path
    sample: Path
    answers: Mapping[str, Path]
    given: Mapping[str, Answers]


def make_country(folder: Path, seed: int, municipalities: int = 60, respondents: int = 10) -> Country:
    """Writes FRAME.csv, SAMPLE.csv and an ANSWERS.csv per respondent into `folder`; the same seed, the same files."""
    chance = random.Random(seed)
    rows = [_municipality(number, chance) for number in range(1, municipalities + 1)]
    write_csv(folder / "frame.csv", frame_columns(load_survey().dimensions), rows)
    chosen = sorted(chance.sample(rows, respondents))
    write_csv(folder / "sample.csv", ("code", "invuller"), [(row[0], "gemeente") for row in chosen])
    given = {str(row[0]): make_answers(row, chance) for row in chosen}
    paths = {}
    for code, answers in given.items():
        paths[code] = folder / f"{code}.csv"
        write_csv(paths[code], ("id", "waarde"), list(answers.items()))
    return Country(folder / "frame.csv", folder / "sample.csv", paths, given)


def write_csv(path: Path, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(rows)


def _municipality(number: int, chance: random.Random) -> tuple[object, ...]:
    inhabitants = chance.choice([12_000, 25_000, 40_000, 75_000, 120_000, 300_000]) + chance.randint(0, 900)
    asylum = int(inhabitants * chance.uniform(0.0015, 0.0045)) + 1
    family = int(asylum * chance.uniform(0.3, 0.8)) + 1
    settled = "" if number == 1 else int(inhabitants * chance.uniform(0.002, 0.008))
    urbanity = ("laag", "gemiddeld", "hoog")[number % 3] if number % 7 else ""
    density = round(chance.uniform(100, 4000), 1)
    name = f"Dorp {number}"
    return (
        f"GM{number:04d}",
        name,
        chance.choice(PROVINCES),
        inhabitants,
        density,
        urbanity,
        asylum,
        family,
        settled,
        inhabitants * 6,
    )


def make_answers(row: Sequence[object], chance: random.Random) -> Answers:
    """Full answers with a GR by key, hours and fte, both ways of overhead, nvt and onbekend, a combined contract."""
    asylum, family = float(row[6]), float(row[7])  # type: ignore[arg-type]
    answers: Answers = {
        "alg.invuller": "gemeente",
        "alg.volledigheid": "volledig",
        "alg.wachttijd_maanden": "onbekend",
        "vol.asiel.begeleid": asylum,
        "vol.gezin.begeleid": family,
        "vol.asiel.pip": asylum,
        "vol.route.b1": asylum - asylum // 4,
        "vol.route.z": asylum // 4,
        "vol.route.onderwijs": "nvt",
        "oh.gemeente.wijze": "procent",
        "oh.gemeente.waarde": 0.35,
        "oh.gr.wijze": "euro_per_fte",
        "oh.gr.waarde": 18_000.0,
        "gr.wijze": "sleutel",
        "gr.aandeel": 0.4,
        "jaar.intake.gr.inzet": 1.5,
        "jaar.intake.gr.eenheid": "fte",
        "jaar.intake.gr.schaal": 9.5,
        "jaar.inloop.gemeente.inzet": "nvt",
        "jaar.administratie.inhuur": "nvt",
        "jaar.dienstverlening.uitbesteding": "nvt",
        "split.1.ingang": "jaar",
        "split.1.bedrag": 9_000.0,
        "split.1.deel_a": "ontzorging",
        "split.1.deel_b": "zelfredzaamheid",
        "split.1.aandeel_a": 0.3,
        "dek.gf": float(row[9]),
        "dek.spuk": 1_000_000.0,  # type: ignore[arg-type]
    }
    for task in ("inkoop", "administratie", "beleid", "intake", "voortgang", "ontzorging", "zelfredzaamheid"):
        in_hours = chance.random() < 0.5
        fte = (asylum + family) / 100 * chance.uniform(0.1, 0.4)
        answers[f"jaar.{task}.gemeente.inzet"] = round(fte * 1364, 1) if in_hours else round(fte, 3)
        answers[f"jaar.{task}.gemeente.eenheid"] = "uur" if in_hours else "fte"
        answers[f"jaar.{task}.gemeente.schaal"] = chance.choice([7.5, 8.0, 9.0, 10.0])
    for group in ("asiel", "gezin"):
        answers |= {f"traj.{group}.{task}.uren": "nvt" for task in ("ontzorging", "zelfredzaamheid", "dienstverlening")}
        for task in ("intake", "voortgang"):
            answers[f"traj.{group}.{task}.uren"] = round(chance.uniform(8, 30), 1)
            answers[f"traj.{group}.{task}.schaal"] = 9.0
        for item in ("pvt", "map", "tolk", "overig"):
            answers[f"traj.{group}.{item}.tarief"] = round(chance.uniform(50, 400), 2)
            answers |= {f"traj.{group}.{item}.jaar{year}": share for year, share in ((1, 0.6), (2, 0.3), (3, 0.1))}
    for route in ("b1", "z", "onderwijs"):
        answers[f"traj.asiel.{route}.tarief"] = round(chance.uniform(8_000, 17_000), 2)
        answers |= {f"traj.asiel.{route}.jaar{year}": share for year, share in ((1, 0.5), (2, 0.3), (3, 0.2))}
    answers["traj.asiel.mb.tarief"] = 18_000.0
    answers["traj.asiel.mb.groepsgrootte"] = 9.0
    return answers
