"""Prints what `collect`, `run` and `export` take beside plain jobs by others, as ratios in one run.

`python -m benchmarks.run_peers` from the root of the repository. The peers read the same filled workbooks, weight by
size and make ten tables: pandas upon python-calamine, pandas upon openpyxl, and R (readxl, survey) where these are
installed. They do a small part of what the commands do. Processor time of each program, start included.
"""

from __future__ import annotations

import csv
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.run_intake import returned_files
from generator.example import example_folder
from generator.survey.layout import layout
from templates import load_survey
from templates.questions import questions
from xl_addin.intake.inputs import read_frame

SURVEY = load_survey()
FRAME = example_folder(SURVEY.id) / "frame.csv"
COUNTS = (31, 342)
R_JOB = Path(__file__).with_name("peers.R")
PANDAS_JOB = """
import re, sys
from pathlib import Path
import pandas as pd
engine, places, frame, *files = sys.argv[1:]
places, frame = pd.read_csv(places), pd.read_csv(frame).set_index("code")
wanted = [(sheet, list(zip(part["id"], part["row"], part["column"]))) for sheet, part in places.groupby("sheet")]
rows = {}
for file in files:
    sheets = pd.read_excel(file, sheet_name=None, header=None, engine=engine)
    found = {}
    for sheet, cells in wanted:
        values = sheets[sheet].to_numpy()
        for name, row, column in cells:
            if row <= values.shape[0] and column <= values.shape[1]:
                found[name] = values[row - 1, column - 1]
    rows[re.search(r"GM\\d{4}", Path(file).name).group(0)] = found
answers = pd.DataFrame.from_dict(rows, orient="index")
numeric = list(places.loc[places["numeric"] == 1, "id"])
answers[numeric] = answers[numeric].apply(pd.to_numeric, errors="coerce")
bounds = [0, 30e3, 80e3, 250e3, float("inf")]
persons = frame["asiel_begeleid"] + frame["gezin_begeleid"]
size = pd.cut(frame["inwoners"], bounds, right=False)
weight = size.map(persons.groupby(size, observed=True).sum()).astype(float)
mine = persons[answers.index]
there = size[answers.index]
weight = weight[answers.index] / there.map(mine.groupby(there, observed=True).sum()).astype(float)
for name in [one for one in numeric if answers[one].notna().sum() > 5][:10]:
    upper = (answers[name].fillna(0) * weight).groupby(there, observed=True).sum()
    print(upper / (mine * weight).groupby(there, observed=True).sum())
"""


def spent(command: Sequence[str | Path]) -> float:
    """The processor seconds of a program and what it starts. Raises RuntimeError where it cannot do its work."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        raise RuntimeError(done.stderr)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def has_r() -> bool:
    """Whether R and the packages of its job are there."""
    if shutil.which("Rscript") is None:
        return False
    asked = 'quit(status = !all(sapply(c("readxl", "survey"), requireNamespace, quietly = TRUE)))'
    return subprocess.run(["Rscript", "-e", asked], capture_output=True, check=False).returncode == 0


def places_file(folder: Path) -> Path:
    """Where every question stands, as the peers read it."""
    places, path = layout(SURVEY).questions, folder / "places.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(("id", "sheet", "row", "column", "numeric"))
        for one in questions(SURVEY):
            at = places[one.id]
            writer.writerow((one.id, at.sheet, at.row, at.column, int(one.numeric)))
    return path


def measure(folder: Path, count: int) -> None:
    """Prints the seconds and ratios for so many workbooks."""
    files = returned_files(folder / str(count), read_frame(FRAME), count)
    places, book = places_file(folder), folder / f"analyse_{count}.xlsx"
    ours = [sys.executable, "-c", "from xl_addin.cli import leaving; leaving()"]
    took = {
        "collect": spent([*ours, "collect", *files, "--frame", FRAME, "--out", book]),
        "run": spent([*ours, "run", book]),
        "run again": spent([*ours, "run", book]),
        "run --steps check": spent([*ours, "run", book, "--steps", "check"]),
        "export": spent([*ours, "export", book, "--out", folder / f"csv_{count}"]),
    }
    peers = {
        f"pandas, {engine}": spent([sys.executable, "-c", PANDAS_JOB, engine, places, FRAME, *files])
        for engine in ("calamine", "openpyxl")
    }
    if has_r():
        peers["R (readxl, survey)"] = spent(["Rscript", R_JOB, places, FRAME, *files])
    else:
        print("R with readxl and survey is not here: its job is left out")
    print(f"{count} filled workbooks")
    for name, seconds in {**took, **peers}.items():
        print(f"  {name:20s} {seconds:7.2f} s")
    for name, seconds in peers.items():
        print(f"  collect + run is {(took['collect'] + took['run']) / seconds:.1f} x {name}")


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as temporary:
        for count in COUNTS:
            measure(Path(temporary), count)


if __name__ == "__main__":
    main()
