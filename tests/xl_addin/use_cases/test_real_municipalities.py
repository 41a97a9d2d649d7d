"""The real list of 342 municipalities goes the same way as an invented one.

The list is not part of the product; it stands beside the repository where the project is built.
"""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest

from templates import Problems, load_survey
from templates.columns import frame_columns
from tests.country import make_answers, write_csv
from tests.xl_addin.use_cases.conftest import ko
from xl_addin.intake.inputs import read_frame

LIST = Path(__file__).parents[4] / "shared" / "data" / "municipalities_nl_342.csv"
COLUMNS = frame_columns(load_survey().dimensions)
URBANITY = {1: "hoog", 2: "hoog", 3: "gemiddeld", 4: "laag", 5: "laag"}

pytestmark = pytest.mark.skipif(not LIST.is_file(), reason="the list of municipalities is not beside this repository")


def rows() -> list[tuple[object, ...]]:
    """The real municipalities as rows of FRAME.csv; numbers of guided persons are invented, the list has none."""
    chance = random.Random(2024)
    found: list[tuple[object, ...]] = []
    for one in pd.read_csv(LIST).itertuples():
        asylum = max(3, round(one.inwoners_2025 * chance.uniform(0.0015, 0.0040)))
        family = max(2, round(asylum * chance.uniform(0.3, 0.8)))
        urbanity = URBANITY.get(one.stedelijkheid_klasse_2022, "")
        # Voorne aan Zee was formed in 2023 and has no class of 2022; its density then decides
        density = one.woningen_per_km2_2022
        settled = one.herkomst_buiten_europa_2025
        row = (one.gm_code, one.naam, one.provincie, one.inwoners_2025, density, urbanity, asylum, family, settled, "")
        found.append(row)
    return found


def test_the_list_as_it_is_asks_for_every_missing_column_by_name() -> None:
    with pytest.raises(Problems) as found:
        read_frame(LIST, load_survey().dimensions)
    missing = [problem.values["kolom"] for problem in found.value.problems]
    assert missing == [name for name in COLUMNS if name not in ("naam", "provincie")]


def test_the_real_country_goes_from_list_to_results(tmp_path: Path) -> None:
    country = rows()
    assert len(country) == 342
    write_csv(tmp_path / "frame.csv", COLUMNS, country)
    sizes = sorted(country, key=lambda row: row[3])  # type: ignore[arg-type, return-value]
    drawn = [*sizes[:180:20], *sizes[180:330:12], *sizes[-3:]]
    write_csv(tmp_path / "sample.csv", ("code",), [(row[0],) for row in drawn])
    common = ("--frame", tmp_path / "frame.csv", "--sample", tmp_path / "sample.csv")
    assert ko("generate", *common, "--out", tmp_path / "uitvraag") == 0
    chance = random.Random(1)
    for row in drawn:
        answers = make_answers((*row[:9], 0.0), chance)
        write_csv(tmp_path / "a.csv", ("id", "waarde"), list(answers.items()))
        (book,) = (tmp_path / "uitvraag").glob(f"*{row[0]}*.xlsx")
        assert ko("fill", book, tmp_path / "a.csv", "--out", tmp_path / "ingevuld" / book.name) == 0
    out = tmp_path / "analyse.xlsx"
    assert ko("collect", tmp_path / "ingevuld", *common, "--out", out) in (0, 1)
    assert ko("run", out) in (0, 1)
    assert ko("export", out, "--out", tmp_path / "export") == 0
    results = pd.read_csv(tmp_path / "export" / "resultaten.csv")
    costs = pd.read_csv(tmp_path / "export" / "kosten.csv")
    assert set(costs["code"]) == {row[0] for row in drawn}
    macro = results.query("maat == 'landelijk_totaal' and onderdeel == 'uitvoering' and weging == 'macro'").iloc[0]
    persons = sum(float(row[6]) + float(row[7]) for row in country)  # type: ignore[arg-type]
    yearly = costs[costs["ingang"] == "jaar"]["euro"].sum() / sum(float(r[6]) + float(r[7]) for r in drawn)  # type: ignore[arg-type]
    assert macro["n"] == len(drawn)
    assert 0.5 < macro["waarde"] / (persons * yearly) < 2  # the same order as the plain ratio, not equal to it
