"""How often the 95% intervals of the whole study hold in made-up countries that are not those of `simulate`.

`python benchmarks/coverage_elsewhere.py [DRAWS] [SEED]`: every draw makes a country of 200 to 400 municipalities with
skewed sizes, cost that falls with scale, gamma noise, groups that go together in part and items that are not known;
15 to 60 respondents answer, and the truth is laid beside the intervals of `compute`. Prints a row per figure.
"""

from __future__ import annotations

import sys
from collections import defaultdict

import numpy as np
import numpy.typing as npt
import pandas as pd

from templates import load_survey
from templates.parameters import in_force, plain
from xl_addin.methods.answers.amounts import amount
from xl_addin.methods.sample.classes import classify
from xl_addin.methods.study import compute

SURVEY = load_survey("wi2021")
DIMENSIONS = SURVEY.dimensions
PARAMETERS = plain(in_force(SURVEY))
DESIGNS = ("evenredig", "vast", "selectief")
NOISES = (0.2, 0.4)
SHARES = {"inkoop": 0.05, "administratie": 0.1, "beleid": 0.12, "intake": 0.13, "voortgang": 0.25}
REST = ("ontzorging", "zelfredzaamheid", "dienstverlening", "inloop")
KEY = ("maat", "onderdeel", "groep", "indeling", "klasse")
Floats = npt.NDArray[np.float64]


def make_frame(chance: np.random.Generator) -> pd.DataFrame:
    """Sizes with a Pareto tail; guided per inhabitant falls with size, unlike the product's own simulation."""
    count = int(chance.integers(200, 401))
    people = np.round(np.clip(9_000 * (1 + chance.pareto(1.1, count)), 9_000, 900_000))
    relative = 48 * (people / 40_000) ** -0.08 * np.exp(chance.normal(0, 0.3, count))
    guided = np.maximum(np.round(people / 10_000 * relative), 4)
    asylum = np.maximum(np.round(guided * np.clip(chance.beta(6, 3, count), 0.1, 0.9)), 2)
    frame = pd.DataFrame(index=[f"GM{i:04d}" for i in range(1, count + 1)])
    frame["naam"], frame["inwoners"] = frame.index, people
    frame["oad"] = np.round(people**0.5 * np.exp(chance.normal(0, 0.5, count)))
    frame["asiel_begeleid"], frame["gezin_begeleid"] = asylum, np.maximum(guided - asylum, 2)
    frame["gevestigd"] = np.round(guided * chance.gamma(4, 0.3, count))
    frame["gf_euro"] = np.round(people * 7)
    return frame


def make_costs(frame: pd.DataFrame, noise: float, chance: np.random.Generator) -> dict[str, Floats]:
    """True cost per inburgeraar per annual task and per item of the trajectory, of every municipality."""
    guided = (frame["asiel_begeleid"] + frame["gezin_begeleid"]).to_numpy()
    skew = chance.gamma(1 / noise**2, noise**2, len(frame))
    whole = (1_300 + 9_000 / np.sqrt(guided)) * skew
    costs = {f"jaar.{task}": whole * share for task, share in SHARES.items()}
    costs |= {f"jaar.{task}": whole * (1 - sum(SHARES.values())) / len(REST) for task in REST}
    for group, level in (("asiel", 1.0), ("gezin", 0.5)):
        own = np.sqrt(skew) * chance.gamma(4 / noise**2, noise**2 / 4, len(frame)) * level
        for task in DIMENSIONS.trajectory_tasks:
            costs[f"traj.{group}.{task}"] = 900 * own * chance.gamma(30, 1 / 30, len(frame))
        for item in (*DIMENSIONS.routes_of(group), *DIMENSIONS.provisions_of(group)):
            costs[f"traj.{group}.{item}"] = 3_000 * chance.gamma(1 / noise**2, noise**2, len(frame))
    return costs


def draw(frame: pd.DataFrame, costs: dict[str, Floats], design: str, chance: np.random.Generator) -> pd.Index:
    sizes = classify(frame, PARAMETERS, DIMENSIONS).table["inwoners"]
    wanted = int(chance.integers(15, 61))
    present = sizes.value_counts()
    share = present / present.sum() if design != "vast" else pd.Series(1 / len(present), present.index)
    whole = sum(value for name, value in costs.items() if name.startswith("jaar."))
    chosen: list[str] = []
    for name, part in share.items():
        mine = frame.index[sizes == name]
        ranks = pd.Series(whole, frame.index)[mine].rank(pct=True)
        keys = chance.gumbel(size=len(mine)) - (1.0 * ranks if design == "selectief" else 0.0)
        chosen += list(pd.Series(keys, mine).nlargest(max(round(wanted * part), 1)).index)
    return pd.Index(sorted(chosen))


def make_answers(
    frame: pd.DataFrame, costs: dict[str, Floats], codes: pd.Index, chance: np.random.Generator
) -> pd.DataFrame:
    """Everything bought, so that an answer is the true cost; one in five respondents lacks an item here and there."""
    at = frame.index.get_indexer(codes)
    guided = (frame["asiel_begeleid"] + frame["gezin_begeleid"]).to_numpy()[at]
    table: dict[str, object] = {"alg.volledigheid": "volledig", "gr.wijze": "nvt"}
    for group in DIMENSIONS.group_codes:
        table[f"vol.{group}.begeleid"] = frame[f"{group}_begeleid"].to_numpy()[at]
    forgets = chance.random(len(codes)) < 0.2
    for name, each in costs.items():
        annual = name.startswith("jaar.")
        bought = annual or name.split(".")[2] in DIMENSIONS.trajectory_tasks
        value = (each[at] * guided if annual else each[at]).astype(object)
        value[forgets & (chance.random(len(codes)) < 0.05)] = "onbekend"
        table[f"{name}.{'uitbesteding' if bought else 'tarief'}"] = value
    return pd.DataFrame(table, index=codes).astype(object)


def truths(frame: pd.DataFrame, costs: dict[str, Floats]) -> dict[tuple[str, ...], float]:
    """By (maat, onderdeel, groep, indeling, klasse)."""
    guided = (frame["asiel_begeleid"] + frame["gezin_begeleid"]).to_numpy()
    whole = guided * sum(value for name, value in costs.items() if name.startswith("jaar."))
    found: dict[tuple[str, ...], float] = {("landelijk_totaal", "uitvoering", "", "totaal", ""): float(whole.sum())}
    classes = classify(frame, PARAMETERS, DIMENSIONS).table
    for division in ("inwoners", "stedelijkheid", "gevestigd"):
        found["landelijk_totaal", "uitvoering", "", division, ""] = float(whole.sum())
        means = {}
        for klasse in classes[division].unique():
            inside = (classes[division] == klasse).to_numpy()
            means[klasse] = float(whole[inside].sum() / guided[inside].sum())
            found["kosten_per_inburgeraar", "uitvoering", "", division, klasse] = means[klasse]
        for one, mine in means.items():
            for other, theirs in means.items():
                found["verschil_klasse", "uitvoering", "", division, f"{one} - {other}"] = mine - theirs
    for group in DIMENSIONS.trajectory_groups:
        persons = frame[f"{group}_begeleid"].to_numpy()
        routes = DIMENSIONS.routes_of(group)
        shares = np.array([amount(PARAMETERS, f"route.aandeel.{route}") for route in routes])
        mixed = sum(costs[f"traj.{group}.{route}"] * share for route, share in zip(routes, shares, strict=True))
        total = (mixed / shares.sum() if len(routes) else 0.0) + sum(
            costs[f"traj.{group}.{item}"] for item in DIMENSIONS.provisions_of(group)
        )
        direct = sum(costs[f"traj.{group}.{task}"] for task in DIMENSIONS.trajectory_tasks)
        for name, each in (("totaal", total), ("alles", total + direct)):
            found["traject_kosten", name, group, "totaal", ""] = float((persons * each).sum() / persons.sum())
    return found


def measure(draws: int, seed: int) -> pd.DataFrame:
    """Coverage, median relative half width and number of draws per design, noise, figure and weight set."""
    hits: dict[tuple[object, ...], list[tuple[float, float]]] = defaultdict(list)
    for design in DESIGNS:
        for noise in NOISES:
            for number in range(draws):
                chance = np.random.default_rng([seed, number, DESIGNS.index(design), int(noise * 10)])
                frame = make_frame(chance)
                costs = make_costs(frame, noise, chance)
                answers = make_answers(frame, costs, draw(frame, costs, design, chance), chance)
                known = truths(frame, costs)
                rows = compute(answers, frame, PARAMETERS, DIMENSIONS).stages["estimate"]
                for line in rows[rows["maat"].isin({key[0] for key in known})].to_dict("records"):
                    truth = known.get(tuple(str(line[name]) for name in KEY))
                    classed = line["klasse"] != "" and line["weging"] != "ontwerp"
                    if truth is None or classed or not line["n"] > 0:
                        continue
                    low, high = float(line["i95_laag"]), float(line["i95_hoog"])
                    of = (design, noise, str(line["maat"]), str(line["onderdeel"]), str(line["weging"]))
                    hits[of].append((float(low <= truth <= high), (high - low) / 2 / abs(truth or 1.0)))
    lines = []
    for key, each in hits.items():
        held, width = np.array(each).T
        lines.append((*key, len(each), float(np.nanmedian(width)), float(held.mean())))
    return pd.DataFrame(lines, columns=["opzet", "toeval", "maat", "onderdeel", "weging", "n", "breedte", "dekking"])


def main() -> None:
    """Measures and prints."""
    given = [int(each) for each in sys.argv[1:]]
    found = measure(given[0] if given else 100, given[1] if len(given) > 1 else 1)
    table = found.pivot_table(index=["maat", "onderdeel", "weging"], columns=["opzet", "toeval"], values="dekking")
    print((table * 100).round(1).to_string())


if __name__ == "__main__":
    main()
