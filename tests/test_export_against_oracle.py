"""The whole chain on messy answers - generate, fill, collect, run, export - read as an outsider would.

What `export` writes is taken by its contract: the columns, the codes, the blanks; and from its own antwoorden.csv,
gemeenten.csv and parameters.csv the oracle computes kosten.csv, gewichten.csv and resultaten.csv again.
By hand: `python -m tests.test_export_against_oracle 7 20` (seed, respondents).
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import oracle
from tests.messy_country import Given
from tests.oracle import annual_entry, trajectory_entry
from tests.oracle_costs import ANNUAL_SUMS, GROUPS, UNKNOWN, Form, cost_rows, hours_per_person
from tests.test_against_oracle import FIGURES, RANGES, differences, in_scope, oracle_results, same, weight_differences
from tests.test_workbook_against_oracle import filled_workbooks
from xl_addin.cli import main

COLUMNS = {
    "kosten": "code,ingang,groep,taak,kostensoort,euro",
    "gewichten": "code,weging,gewicht",
    "resultaten": "maat,onderdeel,groep,indeling,klasse,weging,eenheid,waarde,laag,hoog,min,max,se,n,"
    "i95_laag,i95_hoog,geschat",
    "bevindingen": "code,regel,ernst,id,blad,cel,gevonden,verwacht,tekst",
    "parameters": "code,waarde,eenheid,vanaf,bron,betrouwbaarheid",
    "antwoorden": "code,id,waarde,herkomst",
}
CODES = {
    ("kosten", "ingang"): {"jaar", "traj"},
    ("kosten", "kostensoort"): {"eigen", "inhuur", "uitbesteding", "totaal"},
    ("gewichten", "weging"): {"post_inwoners", "post_stedelijkheid", "post_gevestigd", "raking", "kalibratie"},
    ("resultaten", "weging"): {
        *("", "ratio", "post_inwoners", "post_stedelijkheid", "post_gevestigd", "raking", "kalibratie"),
        *("macro", "ontwerp", "macro_ontwerp"),
    },
    ("bevindingen", "ernst"): {"fout", "waarschuwing", "vraag"},
    ("antwoorden", "herkomst"): {"antwoord", "correctie", "afgeleid", "geschat"},
}
Table = list[dict[str, str]]


@dataclass(frozen=True)
class Export:
    """What was filled in, and the tables that came out at the end."""

    given: dict[str, Given]
    headers: dict[str, str]
    tables: dict[str, Table]


def exported(folder: Path, seed: int, respondents: int, overrides: dict[str, str] | None = None) -> Export:
    """The chain in an empty folder; findings are allowed, a refusal is not."""
    _, given = filled_workbooks(folder, seed, respondents, municipalities=60)
    chosen = [f"{code},{value}" for code, value in (overrides or {}).items()]
    (folder / "o.csv").write_text("\n".join(["code,waarde", *chosen]))
    analysis, out = folder / "analyse.xlsx", folder / "csv"
    steps: list[list[str | Path]] = [
        ["collect", folder / "in", "--frame", folder / "frame.csv", "--sample", folder / "sample.csv"],
        ["run", analysis],
        ["export", analysis, "--out", out],
    ]
    steps[0] += ["--out", analysis, *(["--parameters", folder / "o.csv"] if chosen else [])]
    for step in steps:
        assert main([str(word) for word in step]) in (0, 1), step
    texts = {path.stem: path.read_text(encoding="utf-8-sig") for path in sorted(out.glob("*.csv"))}
    return Export(
        given,
        {name: text.splitlines()[0] for name, text in texts.items()},
        {name: list(csv.DictReader(text.splitlines())) for name, text in texts.items()},
    )


def number(text: str) -> float | None:
    return float(text) if text else None


def read_again(found: Export) -> oracle.Country:
    """The country as the exported tables tell it, with every answer as it was counted."""
    answers: dict[str, dict[str, float | str | None]] = {}
    for row in found.tables["gemeenten"]:
        if any(line["code"] == row["code"] for line in found.tables["antwoorden"]):
            answers[row["code"]] = {}
    for row in found.tables["antwoorden"]:
        if row["herkomst"] != "geschat":
            answers[row["code"]][row["id"]] = as_answer(row["waarde"])
    frame: dict[str, oracle.Place] = {
        row["code"]: {name: as_answer(value) for name, value in row.items() if name not in ("code", "naam")}
        for row in found.tables["gemeenten"]
    }
    values = {row["code"]: as_answer(row["waarde"]) for row in found.tables["parameters"]}
    parameters = {code: value for code, value in values.items() if value is not None}
    return oracle.country(frame, answers, parameters, RANGES)


def as_answer(text: str) -> float | str | None:
    try:
        return float(text)
    except ValueError:
        return text or None


def differing(found: Export) -> Iterator[str]:
    """Every row of the exported tables that the oracle, fed with the exported answers, does not find."""
    land = read_again(found)
    ours = {tuple(row.values())[:5]: number(row["euro"]) for row in found.tables["kosten"]}
    theirs = {(code, *key): euro for code, place in land.places.items() for key, euro in cost_rows(place).items()}
    for key in sorted({*ours, *theirs}):
        if key not in ours or key not in theirs or not same(ours[key], theirs[key]):
            yield f"kosten {key}: export {ours.get(key, 'absent')}, oracle {theirs.get(key, 'absent')}"
    weights = {(row["code"], row["weging"]): float(row["gewicht"]) for row in found.tables["gewichten"]}
    yield from weight_differences(weights, oracle.weights(land))
    results = {
        key: (*(number(row[name]) for name in FIGURES), number(row["geschat"]) or 0.0)
        for row in found.tables["resultaten"]
        if in_scope(key := tuple(row.values())[:6])
    }
    yield from differences(results, oracle_results(land))


def broken_contract(found: Export) -> Iterator[str]:
    """What of the tables is not as INTERFACE says: columns, codes, places."""
    for name, columns in COLUMNS.items():
        if found.headers.get(name) != columns:
            yield f"{name}.csv: {found.headers.get(name)}"
    for (name, column), codes in CODES.items():
        strange = {row[column] for row in found.tables.get(name, ())} - codes
        if strange:
            yield f"{name}.csv, {column}: {sorted(strange)}"
    for row in found.tables["kosten"]:
        direct_or_rand = row["ingang"] == "jaar" or row["kostensoort"] != "totaal"
        if (row["groep"] == "") != (row["ingang"] == "jaar") or (not direct_or_rand and row["groep"] not in GROUPS):
            yield f"kosten.csv: {row}"
    keys = Counter(tuple(row.values())[:6] for row in found.tables["resultaten"])
    yield from (f"resultaten.csv: {key} stands there {times} times" for key, times in keys.items() if times > 1)


def wrong_entries(found: Export) -> Iterator[str]:
    """Where gemeenten.csv says otherwise than the oracle which sums a municipality enters."""
    land = read_again(found)
    for row in found.tables["gemeenten"]:
        code = row["code"]
        enters = {f"telt_{part}": annual_entry(land, code, part) for part in ANNUAL_SUMS} if code in land.places else {}
        for group in GROUPS if enters else ():
            parts = ("direct", "leerroutes", "voorzieningen")
            enters |= {f"telt_traj.{group}.{part}": trajectory_entry(land, code, group, part) for part in parts}
        wrong = [name for name, entry in enters.items() if row[name] != str(int(entry is not None))]
        yield from (f"gemeenten.csv, {code}: {name} is {row[name]!r}" for name in wrong)


def wrong_estimates(found: Export) -> Iterator[str]:
    """Where what antwoorden.csv gives as estimated is not what the oracle estimates for that item."""
    land = read_again(found)
    for row in found.tables["antwoorden"]:
        if row["herkomst"] == "geschat":
            entrance, *places = row["id"].split(".")
            group, item = ("", places[0]) if entrance == "jaar" else (places[0], places[1])
            wanted = oracle.estimate(land, row["code"], group, item)
            if not same(number(row["waarde"]), wanted):
                yield f"antwoorden.csv, {row}: oracle {wanted}"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Export:
    return exported(tmp_path_factory.mktemp("chain"), 11, 9, {"ontbrekend": "schatten", "noemer": "kader"})


def test_the_export_keeps_its_contract(chain: Export) -> None:
    assert list(broken_contract(chain)) == []


def test_the_published_figures_can_be_computed_again_from_the_exported_answers(chain: Export) -> None:
    assert list(differing(chain)) == []
    assert list(wrong_entries(chain)) == []
    assert list(wrong_estimates(chain)) == []
    assert {row["herkomst"] for row in chain.tables["antwoorden"]} == {"antwoord", "afgeleid", "geschat"}


def test_an_answer_that_is_onbekend_is_no_error(chain: Export) -> None:
    """Where the sheet offers it, in every numeric question and in the overhead, it is asked about and not wrong."""
    wrong = {(row["code"], row["id"]) for row in chain.tables["bevindingen"] if row["ernst"] == "fout"}
    said = {
        (code, q)
        for code, answers in chain.given.items()
        for q, value in answers.items()
        if value == UNKNOWN and (q in RANGES or q.startswith("oh."))
    }
    assert wrong & said == set()


def test_every_answer_is_exported_as_counted(chain: Export) -> None:
    """What was filled in stands in antwoorden.csv; what is no answer is a finding, with its cell; hours are derived."""
    counted = {(row["code"], row["id"]): row for row in chain.tables["antwoorden"]}
    told = {(row["code"], row["id"]) for row in chain.tables["bevindingen"] if row["ernst"] == "fout" and row["cel"]}
    for code, answers in chain.given.items():
        form = Form(answers, read_again(chain).parameters, RANGES)
        for question, value in answers.items():
            row, parts = counted.get((code, question)), question.split(".")
            if value not in (None, "nvt", UNKNOWN) and question in RANGES and form.number(question) is None:
                assert (code, question) in told, (code, question)
            elif row is not None and row["herkomst"] == "afgeleid":
                hours = hours_per_person(form, parts[1], parts[2], derive=True)
                assert (value, as_answer(row["waarde"])) == (UNKNOWN, pytest.approx(hours)), (code, question)
            elif value is not None:
                assert as_answer(row["waarde"] if row else "") == as_stored(value), (code, question)


def as_stored(value: float | str | None) -> object:
    """A workbook holds fifteen digits of a number."""
    return pytest.approx(value, rel=1e-14) if isinstance(value, float) else value


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        result = exported(Path(home), int(sys.argv[1]), int(sys.argv[2]), dict(a.split("=") for a in sys.argv[3:]))
    for line in (*broken_contract(result), *differing(result), *wrong_entries(result), *wrong_estimates(result)):
        print(line)  # noqa: T201
