"""Generates a survey workbook for every municipality of the sample: one master, stamped with each one's facts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from generator.survey.build import build_master
from generator.survey.layout import layout
from generator.survey.stamp import file_name, opened, stamp
from templates import Problem, Survey
from templates.folders import survey_home
from templates.parameters import SCALE, ParameterInForce
from templates.validation import PAY
from xl_addin.intake.collecting import MANIFEST
from xl_addin.use_cases.lite import SURVEY_BUTTONS, with_buttons
from xl_addin.use_cases.outputs import csv_bytes, refuse_existing, staged

MANIFEST_COLUMNS = ("bestand", "code", "enquete", "versie", "sha256")


def generate(
    survey: Survey,
    year: int,
    frame: pd.DataFrame,
    sample: pd.DataFrame,
    parameters: Mapping[str, ParameterInForce],
    out: Path,
    force: bool = False,
    progress: Callable[[Path], None] = lambda _: None,
    lite: bool = False,
) -> tuple[Path, ...]:
    """Writes one workbook per municipality of the sample and a manifest with their hashes; gives the workbooks' paths.

    Raises `Problems` when one of them exists already (unless `force`) or the folder cannot be written.
    """
    targets = {str(code): out / file_name(str(code), str(frame.at[code, "naam"])) for code in sample.index}
    refuse_existing([*targets.values(), out / MANIFEST], force)
    master = opened(build_master(survey, year, parameters), survey, layout(survey))
    rows = []
    with staged(out) as write:
        for code, path in targets.items():
            progress(path)
            content = stamp(master, facts(frame, sample, code))
            if lite:
                content = with_buttons(content, survey_home(survey.id), SURVEY_BUTTONS)
            write(path, content)
            rows.append((path.name, code, survey.id, survey.version, hashlib.sha256(content).hexdigest()))
        write(out / MANIFEST, csv_bytes(MANIFEST_COLUMNS, rows))
    return tuple(targets.values())


def unpriced(survey: Survey, year: int, parameters: Mapping[str, ParameterInForce]) -> tuple[Problem, ...]:
    """What the survey year lacks to compute any cost of staff: salaries, or what goes with every salary."""
    if not survey.dimensions.tasks:
        return ()
    missing = [code for code in PAY if code not in parameters]
    missing += [] if any(code.startswith(SCALE) for code in parameters) else [f"{SCALE}*"]
    return (Problem("GENERATE_UNPRICED", values={"jaar": year, "codes": ", ".join(missing)}),) if missing else ()


def facts(frame: pd.DataFrame, sample: pd.DataFrame, code: str) -> dict[str, str | float | None]:
    """What is known of a municipality beforehand: the frame's row, with the sample's columns on top."""
    known: dict[str, str | float | None] = {"code": code}
    known |= {str(name): _value(value) for name, value in frame.loc[code].items()}
    for name in ("gr_naam", "invuller"):
        given = [table.at[code, name] for table in (sample, frame) if name in table.columns]
        known[name] = next((_value(value) for value in given if _value(value) is not None), None)
    return known


def _value(value: object) -> str | float | None:
    if isinstance(value, str):
        return value or None
    return None if value is None or value != value else float(value)  # type: ignore[arg-type]
