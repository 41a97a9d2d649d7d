"""Two analysis workbooks of different years, laid side by side by the command."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.country import write_csv
from tests.xl_addin.use_cases.conftest import Chain, ko, seen


@pytest.fixture(scope="module")
def later(chain: Chain, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same answers a year later, in an analysis workbook of that year."""
    home = tmp_path_factory.mktemp("later")
    write_csv(home / "sample.csv", ("code",), [(code,) for code in chain.country.answers])
    frame, sample = ("--frame", chain.country.frame), ("--sample", home / "sample.csv")
    assert ko("generate", *frame, *sample, "--out", home / "uitvraag", "--year", "2025") in (0, 1)
    (home / "antwoorden").mkdir()
    for code, path in chain.country.answers.items():
        (home / "antwoorden" / f"{code}.csv").write_bytes(path.read_bytes())
    assert ko("fill", home / "uitvraag", home / "antwoorden", "--out", home / "ingevuld") == 0
    assert ko("collect", home / "ingevuld", *frame, "--out", home / "later.xlsx") in (0, 1)
    return home / "later.xlsx"


def figures(path: Path, sheet: str) -> dict[str, list[object]]:
    rows = seen(path)[sheet].iter_rows(values_only=True)
    return {str(row[0]): list(row[1:]) for row in rows if row[0]}


def test_the_workbook_holds_the_change_of_the_total_that_each_year_says(
    chain: Chain, later: Path, tmp_path: Path
) -> None:
    out = tmp_path / "monitor.xlsx"
    prices = ("--index", "eigen=1,02", "--index", "inhuur=1.01", "--index", "uitbesteding=1")
    assert ko("monitor", chain.analysis, later, "--out", out, *prices) == 0
    found = figures(out, "Monitor")
    results = pd.read_csv(chain.exports / "resultaten.csv")
    macro = results[(results["maat"] == "landelijk_totaal") & (results["weging"] == "macro")]
    (said,) = macro.loc[macro["onderdeel"] == "uitvoering", "waarde"]
    old, new, change = (
        float(str(found[name][0])) for name in ("Landelijk totaal 2024", "Landelijk totaal 2025", "Verandering")
    )
    assert old == pytest.approx(said)
    assert new - old == pytest.approx(change)
    parts = [name for name in found if name.startswith(("Volume (", "Prijs (", "Reëel (", "Samenstelling ("))]
    assert len(parts) == 4
    assert sum(float(str(found[name][0])) for name in parts) == pytest.approx(change)
    assert len(figures(out, "Panel")) >= len(chain.country.answers)
    assert figures(out, "Wijzigingen")["Jaar"][1:3] == [2024, 2025]


def test_what_cannot_be_compared_is_told_together(
    chain: Chain, later: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "monitor.xlsx"
    assert ko("monitor", later, chain.analysis, "--out", out, "--index", "personeel=1.1") == 2
    said = capsys.readouterr().err
    assert "[MONITOR_ORDER]" in said
    assert "[MONITOR_KIND]" in said
    assert ko("monitor", chain.analysis, later, "--out", out, "--index", "eigen=veel") == 2
    assert "[MONITOR_INDEX]" in capsys.readouterr().err
    write_csv(tmp_path / "merged.csv", ("oud", "nieuw"), [("GM0501", "Voorne"), ("GM0501", "GM1992")])
    assert ko("monitor", chain.analysis, later, "--out", out, "--merged", tmp_path / "merged.csv") == 2
    said = capsys.readouterr().err
    assert "[MERGER_INVALID]" in said
    assert "[MERGER_DOUBLE]" in said
    assert not out.exists()
