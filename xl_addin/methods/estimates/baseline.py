"""What was assumed at the start of the law: inflow, hours and amounts per inburgeraar (report, appendix B)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from templates.schema import Dimensions
from xl_addin.methods.answers.amounts import Parameters, absent, amount
from xl_addin.methods.tables.columns import ROUTES
from xl_addin.methods.tables.notes import Note

INFLOW_YEARS = ("t2", "t1", "t")
INDEXATION = "start.indexatie"
SHARE_TOLERANCE = 0.005


@dataclass(frozen=True)
class Baseline:
    """The dated parameters `start.*` and `instroom.*`; what is not known is NaN, never 0.

    Amounts are those of price level 2024 x `start.indexatie`, in euros per inburgeraar over the trajectory; general
    cost in euros a year; inflow in inburgeraars a year.
    """

    parameters: Parameters
    dimensions: Dimensions

    @property
    def known(self) -> bool:
        """Whether this survey has a baseline at all."""
        return any(code.startswith("start.") for code in self.parameters)

    def cost(self, group: str, item: str) -> float:
        """The assumed cost per inburgeraar of a task, of `leerroutes` or of a provision."""
        return self._indexed(f"start.kosten.{group}.{item}")

    def hours(self, group: str, item: str) -> float:
        """The assumed hours per inburgeraar."""
        return amount(self.parameters, f"start.uren.{group}.{item}")

    def share(self, route: str) -> float:
        """The assumed share of a learning route."""
        return amount(self.parameters, f"start.aandeel.{route}")

    def direct(self, group: str) -> float:
        """The assumed direct cost: the sum of its tasks."""
        return sum(self.cost(group, task) for task in self.dimensions.trajectory_tasks)

    def routes(self, group: str) -> float:
        """The assumed cost of the learning routes; 0 for a groep that has none at the municipality's expense."""
        return self.cost(group, ROUTES) if self.dimensions.routes_of(group) else 0.0

    def provisions(self, group: str) -> float:
        """The assumed cost of the provisions together."""
        return sum(self.cost(group, item) for item in self.dimensions.provisions_of(group))

    def general(self, task: str) -> float:
        """The assumed euros a year of a general task; 0 for one that the estimate did not name."""
        code = f"start.algemeen.{task}"
        return self._indexed(code) if code in self.parameters else 0.0

    def general_total(self) -> float:
        """The assumed euros a year of all general tasks; NaN where none is known."""
        known = [task for task in self.dimensions.general_tasks if f"start.algemeen.{task}" in self.parameters]
        return sum(self.general(task) for task in known) if known else math.nan

    def expected_inflow(self, group: str) -> float:
        """Inburgeraars a year as assumed."""
        return amount(self.parameters, f"start.instroom.{group}")

    def inflow(self, group: str, year: str) -> float:
        """Inburgeraars that came in: `t` the survey year, `t1` and `t2` one and two years before."""
        return amount(self.parameters, f"instroom.{group}.{year}")

    def mean_inflow(self, group: str) -> float:
        """The mean inflow of the survey year and the two before it (report, table B.1)."""
        return sum(self.inflow(group, year) for year in INFLOW_YEARS) / len(INFLOW_YEARS)

    def notes(self) -> tuple[Note, ...]:
        """What is not known, and shares of routes that do not add up to 1."""
        if not self.known:
            return ()
        groups = self.dimensions.group_codes
        codes = [INDEXATION, *(f"start.instroom.{group}" for group in groups)]
        codes += [f"instroom.{group}.{year}" for group in groups for year in INFLOW_YEARS]
        codes += [f"start.kosten.{group}.{task}" for group in groups for task in self.dimensions.trajectory_tasks]
        shares = not_one("start.aandeel", [self.share(route.code) for route in self.dimensions.routes])
        return (*absent(self.parameters, codes), *shares)

    def _indexed(self, code: str) -> float:
        return amount(self.parameters, code) * amount(self.parameters, INDEXATION)


def not_one(name: str, shares: Iterable[float]) -> tuple[Note, ...]:
    """A note when the shares, all known, do not add up to 1."""
    total = sum(shares)
    if math.isnan(total) or abs(total - 1) <= SHARE_TOLERANCE:
        return ()
    return (Note("SHARES_NOT_ONE", "", {"parameter": name, "som": round(total, 4)}),)
