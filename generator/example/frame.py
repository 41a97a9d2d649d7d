"""The optional columns of the example's frame: inflow, leerroutes, diplomas, residents with a migration background."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.example.drawing import Draw, whole_persons
from templates.columns import frame_columns
from templates.schema import Dimensions

Row = Mapping[str, str]


def with_details(
    frame: Mapping[str, Row], recipe: Mapping[str, Any], dimensions: Dimensions
) -> dict[str, dict[str, str]]:
    """The frame with its optional columns drawn anew; what FRAME.csv must hold stays as it is."""
    rows = {code: {name: row[name] for name in frame_columns(dimensions)} for code, row in frame.items()}
    details = recipe["frame"]
    _inflow(rows, recipe)
    for code, row in rows.items():
        draw = Draw(f"{recipe['seed']}.frame.{code}")
        guided = int(row[f"{recipe['routes']['groep']}_begeleid"])
        shares = [draw.number(bounds) for bounds in details["routes"].values()]
        for route, persons in zip(details["routes"], whole_persons(guided, shares), strict=True):
            row[f"pip_{route}"] = str(persons)
        row["diplomas_t2"] = str(round(guided * draw.number(details["diplomas_t2"])))
        background = draw.number(details["migratieachtergrond"][row["stedelijkheid"]])
        row["migratieachtergrond"] = str(round(int(row["inwoners"]) * background))
    return rows


def _inflow(rows: Mapping[str, dict[str, str]], recipe: Mapping[str, Any]) -> None:
    """Adds `instroom_{groep}_{jaar}`: the national inflow of a year, by guided inburgeraars and chance."""
    for group, by_year in recipe["frame"]["instroom"].items():
        for year, total in by_year.items():
            weights = [
                int(row[f"{group}_begeleid"])
                * Draw(f"{recipe['seed']}.instroom.{group}.{year}.{code}").number(recipe["frame"]["toeval"])
                for code, row in rows.items()
            ]
            for row, persons in zip(rows.values(), whole_persons(total, weights), strict=True):
                row[f"instroom_{group}_{year}"] = str(persons)
