"""The built-in example: a made-up country whose sample and answers are drawn with a fixed seed.

`templates/<survey>/example/` holds `frame.csv` (invented municipalities) and `recipe.yaml` (ranges, and what sets each
respondent apart); this module makes `sample.csv` and `answers/<code>.csv` from them. `python -m generator.example`
rewrites the folder, and a test holds the committed files against what is drawn.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

import templates
from generator.ooxml.files import write_atomically
from templates import Survey, load_survey
from templates.columns import SAMPLE
from templates.parameters import in_force
from templates.questions import question_ids

Answer = float | str
Row = Mapping[str, str]
Recipe = Mapping[str, Any]

EDGE_TOTALS = "randtotalen"
KEY = "sleutel"
MUNICIPALITY, JOINT_BODY = "gemeente", "gr"
NOT_APPLICABLE = "nvt"
STAFF = ("inzet", "eenheid", "schaal")


def example_folder(survey_id: str = "wi2021") -> Path:
    """Where the example of a survey lies: `frame.csv`, `sample.csv` and `answers/`."""
    return Path(templates.__file__).parent / survey_id / "example"


def read_frame(folder: Path) -> dict[str, Row]:
    """The rows of `frame.csv` by municipality code."""
    with (folder / "frame.csv").open(encoding="utf-8", newline="") as stream:
        return {row["code"]: row for row in csv.DictReader(stream)}


def read_recipe(folder: Path) -> Recipe:
    """What the answers are drawn from; its comments say what each part means."""
    recipe: Recipe = yaml.safe_load((folder / "recipe.yaml").read_text(encoding="utf-8"))
    return recipe


def example_files(survey: Survey, frame: Mapping[str, Row], recipe: Recipe) -> dict[str, str]:
    """Every file that is drawn, as relative path -> text: `sample.csv` and one `answers/<code>.csv` per respondent.

    The same inputs give the same text on every machine: each municipality has its own seed, so that one more
    respondent changes no other.
    """
    files = {"sample.csv": _csv(SAMPLE, sample_rows(recipe))}
    for code in sorted(recipe["respondents"]):
        answers = answers_of(survey, frame[code], recipe)
        files[f"answers/{code}.csv"] = _csv(("id", "waarde"), [(name, _text(value)) for name, value in answers.items()])
    return files


def sample_rows(recipe: Recipe) -> list[tuple[str, ...]]:
    """The drawn municipalities in the columns of SAMPLE.csv: respondents, refusals and those still under way."""
    rows: list[tuple[str, ...]] = []
    for code in sorted([*recipe["respondents"], *recipe["drawn"]]):
        draw = Draw(f"{recipe['seed']}.sample.{code}")
        joint_body = draw.one_of(recipe["joint_bodies"])
        wave, status = draw.answer(recipe["wave"]), draw.answer(recipe["drawn_status"])
        filler = MUNICIPALITY
        if code in recipe["respondents"]:
            traits = recipe["respondents"][code] or {}
            status = "randtotaal" if traits.get("volledigheid") == EDGE_TOTALS else "volledig"
            joint = traits.get("joint")
            filler = MUNICIPALITY if joint is None else JOINT_BODY if joint.get("whole") else "beide"
        rows.append((code, filler, "" if filler == MUNICIPALITY else joint_body, str(wave), str(status)))
    return rows


def answers_of(survey: Survey, row: Row, recipe: Recipe) -> dict[str, Answer]:
    """The answers of one respondent by question id, in the order of the survey.

    row: its line of the frame, whose guided inburgeraars it reports. What the workbook has filled in beforehand is
    left out. An id that the survey does not ask raises KeyError: the recipe is then wrong.
    """
    given = _Respondent(survey, row, recipe).answers()
    unknown = set(given) - set(question_ids(survey))
    if unknown:
        raise KeyError(f"{row['code']}: {sorted(unknown)}")
    return {name: given[name] for name in question_ids(survey) if name in given}


class Draw:
    """Seeded draws that give the same on every machine: only the uniform draw of the standard library is used."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def one_of(self, choices: Sequence[Any]) -> Any:
        return choices[int(self._random.random() * len(choices))]

    def number(self, bounds: Sequence[float]) -> float:
        """A number between low and high, rounded to the step."""
        low, high, step = bounds
        return _to_step(low + (high - low) * self._random.random(), step)

    def answer(self, rule: Any) -> Answer:
        """A draw by a rule of the recipe: one of some answers, or a number."""
        if isinstance(rule, Mapping):
            chosen = self.one_of(rule["of"])
            return chosen if isinstance(chosen, str) else float(chosen)
        return self.number(rule)

    def years(self, shares: Sequence[float]) -> tuple[float, ...]:
        """Shares of the years around the given ones, in hundredths, adding up to 1."""
        first = [round(share * (0.9 + 0.2 * self._random.random()), 2) for share in shares[1:]]
        return (round(1 - sum(first), 2), *first)


@dataclass(frozen=True)
class _Size:
    """What scales the annual answers: guided inburgeraars per groep and together, and the effort per inburgeraar."""

    by_group: Mapping[str, float]
    guided: float
    effort: float


class _Respondent:
    """Draws the answers of one respondent, sheet after sheet."""

    def __init__(self, survey: Survey, row: Row, recipe: Recipe) -> None:
        self._survey, self._recipe = survey, recipe
        self._traits: Mapping[str, Any] = recipe["respondents"][row["code"]] or {}
        self._draw = Draw(f"{recipe['seed']}.{row['code']}")
        self._size = _size(survey, row, recipe, self._draw.number(recipe["spread"]))
        self._joint: Mapping[str, Any] = self._traits.get("joint") or {}
        self._full = self._traits.get("volledigheid") != EDGE_TOTALS
        self._hours_per_fte = float(in_force(survey)["productieve_uren"].value)

    def answers(self) -> dict[str, Answer]:
        """All sheets, then what this respondent leaves out or answers otherwise."""
        volumes = self._volumes()
        found = {**self._general(), **volumes}
        if self._full:
            found |= {**self._overhead(), **self._annual(), **self._trajectory()}
        else:
            found |= self._edge_totals()
        found |= self._funding(volumes)
        for start in self._traits.get("leave_out", ()):
            found = {name: value for name, value in found.items() if not name.startswith(start)}
        for name, value in (self._traits.get("set") or {}).items():
            found[name] = float(found[name]) + value["plus"] if isinstance(value, Mapping) else value
        return found

    def _general(self) -> dict[str, Answer]:
        drawn = {name: self._draw.answer(rule) for name, rule in self._recipe["general"].items()}
        tasks = self._joint.get("tasks", ())
        if set(self._survey.dimensions.trajectory_key_tasks) <= set(tasks):
            drawn["alg.uitvoerder.regie"] = JOINT_BODY
        if "zelfredzaamheid" in tasks:
            drawn["alg.uitvoerder.zelfredzaamheid"] = JOINT_BODY
        return {"alg.volledigheid": "volledig" if self._full else EDGE_TOTALS, **drawn}

    def _volumes(self) -> dict[str, Answer]:
        rules = {**self._recipe["volumes"], "pip": self._traits.get("pip", self._recipe["volumes"]["pip"])}
        found: dict[str, Answer] = {}
        for group, guided in self._size.by_group.items():
            found[f"vol.{group}.begeleid"] = guided
            for name, share in rules.items():
                found[f"vol.{group}.{name}"] = float(round(guided * self._draw.number(share)))
        routes = self._recipe["routes"]
        left = with_plan = float(found[f"vol.{routes['groep']}.pip"])
        for route, share in routes["shares"].items():
            found[f"vol.route.{route}"] = persons = float(round(with_plan * self._draw.number(share)))
            left -= persons
        found[f"vol.route.{routes['rest']}"] = left
        if not self._traits.get("totals_only"):
            return found
        split = tuple(f"vol.{group}." for group in self._size.by_group)
        found = {name: value for name, value in found.items() if not name.startswith((*split, "vol.route."))}
        return {**found, "vol.totaal.begeleid": self._size.guided}

    def _overhead(self) -> dict[str, Answer]:
        found: dict[str, Answer] = {"gr.wijze": self._joint.get("way", NOT_APPLICABLE)}
        ways = {MUNICIPALITY: self._traits.get("overhead", "procent"), JOINT_BODY: self._joint.get("overhead")}
        if self._joint.get("whole"):
            ways[MUNICIPALITY] = None
        for side, way in ways.items():
            if way is not None:
                found[f"oh.{side}.wijze"] = way
                found[f"oh.{side}.waarde"] = self._draw.number(self._recipe["overhead"][way])
        if "share" in self._joint:
            found["gr.aandeel"] = self._joint["share"]
        return found

    def _annual(self) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        for task, norm in self._recipe["annual"].items():
            joint = task in self._joint.get("tasks", ())
            # With a key the joint body reports what it does for all its members together.
            whole = 1 / self._joint["share"] if joint and self._joint["way"] == KEY else 1.0
            scale = self._size.guided * self._size.effort * whole
            side = JOINT_BODY if joint else MUNICIPALITY
            fte = self._draw.number(norm["fte"]) * scale / 100
            found |= {
                f"jaar.{task}.{side}.{name}": value for name, value in zip(STAFF, self._staff(fte, norm), strict=True)
            }
            if joint:
                found[f"jaar.{task}.{MUNICIPALITY}.inzet"] = NOT_APPLICABLE
            for kind in ("inhuur", "uitbesteding"):
                euros = self._draw.number(norm[kind]) * scale if kind in norm else 0.0
                if euros > 0:
                    found[f"jaar.{task}.{JOINT_BODY + '.' if joint else ''}{kind}"] = _to_step(euros, 10)
        return found

    def _staff(self, fte: float, norm: Mapping[str, Any]) -> tuple[Answer, Answer, Answer]:
        """Inzet, eenheid and schaal of a task."""
        scale = self._draw.answer(norm["schaal"])
        if self._traits.get("unit") == "uur":
            return float(round(fte * self._hours_per_fte)), "uur", scale
        return max(_to_step(fte, 0.01), 0.01), "fte", scale

    def _edge_totals(self) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        for name, per_person in self._recipe["edge_totals"].items():
            euros = self._draw.number(per_person) * self._size.guided * self._size.effort
            found[f"jaar.rand.{name}"] = _to_step(euros, 100)
        return {**found, "jaar.rand.totaal": sum(float(value) for value in found.values())}

    def _trajectory(self) -> dict[str, Answer]:
        intensity = self._draw.number(self._traits.get("intensity", self._recipe["intensity"]))
        found: dict[str, Answer] = {}
        for group, parts in self._recipe["trajectory"].items():
            for task, norm in parts["direct"].items():
                found |= self._item(f"traj.{group}.{task}", norm, intensity)
            for item, norm in parts["items"].items():
                found |= self._item(f"traj.{group}.{item}", norm, 1.0, self._traits.get("group_price", {}).get(item, 0))
        return found

    def _item(self, stem: str, norm: Mapping[str, Any], intensity: float, group_size: int = 0) -> dict[str, Answer]:
        """The cells of one direct task, learning route or provision."""
        found: dict[str, Answer] = {}
        for name, rule in norm.items():
            if isinstance(rule, Mapping) and "years" in rule:
                shares = self._draw.years(rule["years"])
                found |= {f"{stem}.{name}{year}": share for year, share in enumerate(shares, start=1)}
                continue
            value = self._draw.answer(rule)
            if name == "uren" and isinstance(value, float):
                value = _to_step(value * intensity, 0.5)
            if isinstance(value, str) or value >= 0:
                found[f"{stem}.{name}"] = value
        if found.get(f"{stem}.uren", NOT_APPLICABLE) in (NOT_APPLICABLE, 0.0):
            found.pop(f"{stem}.schaal", None)
        price = found.get(f"{stem}.tarief")
        if price == NOT_APPLICABLE:
            found = {name: value for name, value in found.items() if ".jaar" not in name}
        if group_size and isinstance(price, float):
            found |= {f"{stem}.tarief": _to_step(price * group_size, 50), f"{stem}.groepsgrootte": float(group_size)}
        return found

    def _funding(self, volumes: Mapping[str, Answer]) -> dict[str, Answer]:
        """Grants received, spent and carried over: what is left is what was there, plus received, less spent."""
        rules = self._recipe["funding"]
        received = _to_step(self._draw.number(rules["spuk"]) * self._size.guided, 100)
        on_route = float(volumes.get("vol.route.onderwijs", 0.0))
        for_route = _to_step(self._draw.number(rules["per_onderwijs"]) * on_route, 100)
        before = _to_step(received * self._draw.number(rules["reserve_begin"]), 100)
        spent = _to_step((received + for_route) * self._draw.number(rules["besteed"]), 100)
        return {
            "dek.spuk": received,
            "dek.spuk_onderwijs": for_route,
            "dek.spuk_besteed": spent,
            "dek.reserve_begin": before,
            "dek.reserve_eind": before + received + for_route - spent,
            "dek.eigen": _to_step(self._draw.number(rules["eigen"]) * self._size.guided, 100),
        }


def _size(survey: Survey, row: Row, recipe: Recipe, spread: float) -> _Size:
    by_group = {group: float(row[f"{group}_begeleid"]) for group in survey.dimensions.group_codes}
    guided, inhabitants = sum(by_group.values()), float(row["inwoners"])
    factor = next(factor for bound, factor in recipe["effort"] if inhabitants < bound)
    density = guided / inhabitants * 10_000
    return _Size(by_group, guided, spread * factor * (recipe["reference"] / density) ** recipe["power"])


def _to_step(value: float, step: float) -> float:
    return round(float(round(value / step) * step), 6)


def _text(value: Answer) -> str:
    """A value as ANSWERS.csv writes it: decimal point, whole numbers without decimals."""
    if isinstance(value, str):
        return value
    return str(int(value)) if float(value).is_integer() else repr(round(value, 6))


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()


def write_example(folder: Path, survey: Survey) -> tuple[Path, ...]:
    """Draws the example anew and writes it; answers of municipalities that no longer respond are removed."""
    files = example_files(survey, read_frame(folder), read_recipe(folder))
    (folder / "answers").mkdir(exist_ok=True)
    for path in (folder / "answers").glob("*.csv"):
        if f"answers/{path.name}" not in files:
            path.unlink()
    for name, text in files.items():
        write_atomically(folder / name, text.encode("utf-8"))
    return tuple(folder / name for name in files)


if __name__ == "__main__":
    write_example(example_folder(), load_survey())
