"""How one municipality's own cost spreads over the years (METHOD section 9), as its survey workbook shows it."""

from __future__ import annotations

import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers.amounts import Parameters
from xl_addin.methods.answers.answers import Answers
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
    columns = [str(year) for year in range(1, years + 1)]
    euros = pd.DataFrame(0.0, index=answers.index, columns=columns)
    items = (*routes, *dimensions.provisions_of(group))
    shares = {item: yearly_shares(answers, group, item, years).table.set_axis(columns, axis=1) for item in items}
    if routes:
        weights = own_route_weights(own.priced[group], answers, parameters)
        usable = pd.DataFrame({route: shares[route].notna().all(axis=1) for route in routes})
        weights = weights.where(usable, 0.0)
        mix = weights.div(weights.sum(axis=1).where(lambda total: total > 0), axis=0).fillna(0.0)
    for item in items:
        cost = own.figures[f"{TRAJECTORY_FIGURE}.{group}.{item}"]
        part = mix[item] if item in routes else pd.Series(1.0, index=answers.index)
        known = shares[item].notna().all(axis=1) & (part > 0)
        euros = euros + shares[item].mul(cost * part, axis=0).where(known, 0.0)
    whole = euros.sum(axis=1, skipna=False)
    return euros.div(whole.where(whole > 0), axis=0)


TRAJECTORY_FIGURE = f"uit.{TRAJECTORY}"
