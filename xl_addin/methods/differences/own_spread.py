"""How one municipality's own cost spreads over the years (METHOD section 9), as its survey workbook shows it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers.amounts import Parameters
from xl_addin.methods.answers.answers import Answers, Floats
from xl_addin.methods.costs.own_figures import OwnFigures, own_route_weights
from xl_addin.methods.differences.spread import yearly_shares
from xl_addin.methods.tables.columns import TRAJECTORY


def own_spread(
    own: OwnFigures, answers: Answers, group: str, parameters: Parameters, dimensions: Dimensions
) -> pd.DataFrame:
    """Shares of the cost of leerroutes and voorzieningen per year of the trajectory: codes x years, summing to 1.

    An item counts where its years add up to 1; routes are mixed by the municipality's own weights, over the routes with
    a price and a spread. NaN where no item has a spread and a cost above zero.
    """
    years, routes = dimensions.trajectory_years, dimensions.routes_of(group)
    answers = answers.of(own.figures.index)
    euros = np.zeros((len(answers), years))
    items = (*routes, *dimensions.provisions_of(group))
    shares = {item: yearly_shares(answers, group, item, years).table for item in items}
    usable = {item: np.isfinite(table).all(axis=1) for item, table in shares.items()}
    mix: dict[str, Floats] = {}
    if routes:
        weights = own_route_weights(own.priced[group], answers, parameters).to_numpy(dtype=float)
        weights = np.where(np.column_stack([usable[route] for route in routes]), weights, 0.0)
        whole = weights.sum(axis=1)
        mix = dict(zip(routes, (weights / np.where(whole > 0, whole, np.inf)[:, None]).T, strict=True))
    for item in items:
        cost = own.figures[f"{TRAJECTORY_FIGURE}.{group}.{item}"].to_numpy(dtype=float)
        part = mix.get(item, np.ones(len(answers)))
        known = usable[item] & (part > 0)
        euros = euros + np.where(known[:, None], shares[item] * (cost * part)[:, None], 0.0)
    total = euros.sum(axis=1)
    spread = euros / np.where(total > 0, total, np.nan)[:, None]
    return pd.DataFrame(spread, answers.index, [str(year) for year in range(1, years + 1)])


TRAJECTORY_FIGURE = f"uit.{TRAJECTORY}"
