"""Design weights from the chances of SAMPLE.csv, from collect to export; and what is said where there are none."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from tests.country import write_csv
from tests.xl_addin.use_cases.conftest import Chain, ko

BY_CHANCE = "code,waarde\nontwerp.strata,kans\n"


def run_with(chain: Chain, home: Path, chances: dict[str, str] | None) -> dict[str, pd.DataFrame]:
    """Collects the country's workbooks anew with these chances in the sample, runs and exports."""
    with chain.country.sample.open(encoding="utf-8") as stream:
        drawn = [row["code"] for row in csv.DictReader(stream)]
    columns, rows = ("code",), [(code,) for code in drawn]
    if chances is not None:
        columns, rows = ("code", "kans"), [(code, chances[code]) for code in drawn]
    write_csv(home / "sample.csv", columns, rows)
    (home / "overrides.csv").write_text(BY_CHANCE, encoding="utf-8")
    out = home / "analyse.xlsx"
    inputs = ("--frame", chain.country.frame, "--sample", home / "sample.csv", "--parameters", home / "overrides.csv")
    assert ko("collect", chain.home / "ingevuld", *inputs, "--out", out) in (0, 1)
    assert ko("run", out) in (0, 1)
    assert ko("export", out, "--out", home / "export") == 0
    names = ("resultaten", "bevindingen", "kosten")
    return {name: pd.read_csv(home / "export" / f"{name}.csv") for name in names}


def test_design_weights_are_one_over_the_chance(chain: Chain, tmp_path: Path) -> None:
    codes = sorted(chain.country.answers)
    chances = {code: f"{0.05 + 0.04 * at}" for at, code in enumerate(codes)}
    found = run_with(chain, tmp_path, chances)
    assert not (found["bevindingen"]["regel"] == "DESIGN_CHANCES_MISSING").any()
    cost = found["kosten"].query("ingang == 'jaar'").groupby("code")["euro"].sum()
    persons = pd.Series(
        {c: float(g["vol.asiel.begeleid"]) + float(g["vol.gezin.begeleid"]) for c, g in chain.country.given.items()}
    )
    weight = pd.Series({code: 1 / float(chance) for code, chance in chances.items()})
    expected = (weight * cost).sum() / (weight * persons).sum()
    where = "maat == 'kosten_per_inburgeraar' and onderdeel == 'uitvoering' and indeling == 'totaal'"
    where += " and weging == 'ontwerp'"
    (line,) = found["resultaten"].query(where)["waarde"]
    assert line == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("lacking", ["no column", "one empty"])
def test_a_chance_that_is_not_known_is_said(chain: Chain, tmp_path: Path, lacking: str) -> None:
    codes = sorted(chain.country.answers)
    chances = dict.fromkeys(codes[1:], "0.2") | {codes[0]: ""} if lacking == "one empty" else None
    found = run_with(chain, tmp_path, chances)
    (said,) = found["bevindingen"].query("regel == 'DESIGN_CHANCES_MISSING'")["tekst"]
    assert ("1 van de respondenten" in said) == (lacking == "one empty")
    assert codes[0] in said
