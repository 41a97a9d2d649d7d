"""A sample from the frame of the study: strata from its classes or columns, allocation, draw and plan together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import pandas as pd

from templates import Problem, Problems
from templates.columns import DRAW, SAMPLE
from templates.schema import Dimensions
from xl_addin.methods.answers.amounts import Parameters, amount, choice
from xl_addin.methods.sample.classes import classify
from xl_addin.methods.sample.sampling import Design, Draw, Method, allocate_sample, draw, matching, stratify
from xl_addin.methods.sample.sampling_plan import plan_table
from xl_addin.methods.tables.columns import CODE, DIVISIONS, FACTORS, GUIDED, INHABITANTS, UNKNOWN

PROVINCE, JOINT_BODY, MEMBER = "provincie", "gr_naam", "gr_lid"
FRAME_FACTS = ("naam", PROVINCE, JOINT_BODY)
LISTED = 5
PARAMETER = "steekproef."
STRATA_PARAMETER = f"{PARAMETER}strata"


@dataclass(frozen=True)
class Sampled:
    """A plan (`sampling_plan.PLAN_COLUMNS`), and the draw when there was one."""

    plan: pd.DataFrame
    drawn: Draw


def sample(
    frame: pd.DataFrame,
    parameters: Parameters,
    dimensions: Dimensions,
    design: Design,
    strata_by: Sequence[str] = FACTORS,
    proxy: str = GUIDED,
) -> Sampled:
    """Allocates and draws. strata_by: divisions of the study or columns of the frame; proxy: a column of figures.

    `design.take_all` may name a stratum, or `column=class` for all strata with that class. The plan shows the mean of
    the proxy and its ratio per guided inburgeraar (per inhabitant when the proxy is the guided inburgeraars).
    Raises `Problems`: SAMPLE_COLUMN_UNKNOWN, SAMPLE_PROXY_NOT_A_NUMBER, and those of `allocate_sample`.
    """
    classified = classify(frame, parameters, dimensions)
    missing = [name for name in strata_by if name not in DIVISIONS and name not in frame.columns]
    missing += [proxy] if proxy != GUIDED and proxy not in frame.columns else []
    if missing:
        known = ", ".join((*DIVISIONS, *(name for name in frame.columns if name not in DIVISIONS)))
        raise Problems(Problem("SAMPLE_COLUMN_UNKNOWN", values={"kolom": name, "kolommen": known}) for name in missing)
    guided = classified.guided.fillna(0.0)
    columns = {name: classified.table[name] if name in DIVISIONS else _labels(frame[name]) for name in strata_by}
    strata = stratify(pd.DataFrame(columns, index=frame.index))
    names = sorted(set(strata))
    everyone = tuple(found for wanted in design.take_all for found in matching(names, tuple(strata_by), wanted))
    figures = guided if proxy == GUIDED else _figures(frame[proxy])
    per = frame[INHABITANTS].astype(float) if proxy == GUIDED else guided
    allocation = allocate_sample(strata, replace(design, take_all=everyone), figures)
    drawn = draw(strata, allocation, design.seed, design.reserve)
    places = {name: _text(frame[name]) for name in (PROVINCE, JOINT_BODY) if name in frame.columns}
    if JOINT_BODY in places:
        places[MEMBER] = places[JOINT_BODY].where(places[JOINT_BODY] == "", "ja").replace("", "nee")
    domains = classified.table[list(DIVISIONS)].assign(**places)
    return Sampled(plan_table(strata, allocation, domains, figures, per, drawn.table.index), drawn)


def _labels(column: pd.Series) -> pd.Series:
    text = column.map(lambda value: f"{value:g}" if isinstance(value, float) else str(value))
    return text.where(column.notna() & (text != ""), UNKNOWN)


def _text(column: pd.Series) -> pd.Series:
    return column.astype(object).where(column.notna(), "").astype(str)


def _figures(column: pd.Series) -> pd.Series:
    text = column.astype(str).str.replace(",", ".", regex=False)
    figures = pd.to_numeric(text, errors="coerce").astype(float)
    wrong = figures.index[~(figures >= 0) | (figures == float("inf"))]
    if len(wrong):
        named = ", ".join(map(str, wrong[:LISTED])) + (" …" if len(wrong) > LISTED else "")
        raise Problems([Problem("SAMPLE_PROXY_NOT_A_NUMBER", values={"kolom": column.name, "gemeenten": named})])
    return figures.rename(str(column.name))


def sample_rows(frame: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """A drawn table as a list: code, what the frame knows of the municipality, then the columns of the draw."""
    facts = frame.loc[table.index, [name for name in FRAME_FACTS if name in frame.columns]]
    return pd.concat([facts, table], axis=1).rename_axis(CODE).reset_index()


def sample_list(frame: pd.DataFrame, drawn: Draw) -> pd.DataFrame:
    """The drawn in the columns of the list Steekproef: code and joint body; a person fills in the rest."""
    table = pd.DataFrame({CODE: drawn.table.index}).reindex(columns=list(SAMPLE))
    if JOINT_BODY in frame.columns:
        table[JOINT_BODY] = frame.loc[table[CODE], JOINT_BODY].to_numpy()
    return table


def draw_list(frame: pd.DataFrame, drawn: Draw) -> pd.DataFrame:
    """The drawn and then those who stand by, in the columns of the list Trekking."""
    rows = [sample_rows(frame, table) for table in (drawn.table, drawn.reserves) if len(table)]
    return pd.concat(rows, ignore_index=True).reindex(columns=list(DRAW))


def design_of(parameters: Parameters) -> Design:
    """The draw that the parameters `steekproef.*` ask for; `steekproef.strata` stands apart."""
    return Design(
        n=int(amount(parameters, f"{PARAMETER}omvang", 0)),
        method=cast(Method, choice(parameters, f"{PARAMETER}verdeling", "proportional")),
        minimum=int(amount(parameters, f"{PARAMETER}minimum", 1)),
        seed=int(amount(parameters, f"{PARAMETER}startgetal", 1)),
        reserve=int(amount(parameters, f"{PARAMETER}reserve", 0)),
    )


def strata_of(parameters: Parameters) -> list[str]:
    """The divisions of `steekproef.strata`."""
    return choice(parameters, STRATA_PARAMETER, ",".join(FACTORS)).split(",")
