"""The log of what a collection read: the survey files that came back, and the input files of the study."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from templates import Place, Problem, Problems
from templates.columns import CODE, SOURCES
from xl_addin import __version__
from xl_addin.intake.collecting import COUNTS, REPLACED, Collected

FRAME_FILE, SAMPLE_FILE, PARAMETERS_FILE = "kader", "steekproef", "parameters"
"""Status in the log of the input files of the study."""
INPUTS = (FRAME_FILE, SAMPLE_FILE, PARAMETERS_FILE)
LAST = "~"
STATUS, DIGEST, READER = "status", "sha256", "gelezen_door"


def source_log(
    collected: Collected, inputs: Mapping[str, Path], before: pd.DataFrame, now: dt.datetime
) -> pd.DataFrame:
    """The log (columns SOURCES): the files of now, and those that counted in an earlier collection and are replaced.

    inputs: input files of the study by their status; of one that is not given the earlier line stays.
    Raises `Problems` (FILE_NOT_READABLE) for an input file that is gone.
    """
    moment = f"{now:%Y-%m-%d %H:%M}"
    files = sorted(collected.files, key=lambda one: (one.code or LAST, one.status != COUNTS, one.file))
    rows = [
        (one.code, one.file, one.sha256, one.version, moment, one.status, one.reason, one.modified, __version__)
        for one in files
    ]
    rows += [("", path.name, digest(path), "", moment, status, "", "", __version__) for status, path in inputs.items()]
    log = pd.DataFrame(rows, columns=list(SOURCES), dtype=object)
    if before.empty:
        return log
    codes = [filled.code for filled in collected.sources]
    replaced = before[before[CODE].isin(codes) & ~before[DIGEST].isin(log[DIGEST])].assign(status=REPLACED)
    earlier = before[before[STATUS].isin([one for one in INPUTS if one not in inputs])] if STATUS in before else log[:0]
    return pd.concat([log, *(one.reindex(columns=list(SOURCES)) for one in (replaced, earlier))], ignore_index=True)


def made_from(before: pd.DataFrame, status: str, path: Path | None) -> bool:
    """Whether the input file of this status was the same at the collection before; True when none is given now."""
    if path is None:
        return True
    if before.empty or STATUS not in before:
        return False
    return bool((before[STATUS].eq(status) & before[DIGEST].eq(digest(path))).any())


def same_files(collected: Collected, before: pd.DataFrame) -> list[str]:
    """Codes of which the very same file counted before, read by the same version."""
    if before.empty or not {STATUS, READER} <= set(before.columns):
        return []
    said = before[before[STATUS].eq(COUNTS) & before[READER].eq(__version__)]
    known = dict(zip(said[CODE], said[DIGEST], strict=True))
    return [filled.code for filled in collected.sources if known.get(filled.code) == filled.sha256]


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        raise Problems([Problem("FILE_NOT_READABLE", Place(str(path)))]) from None
