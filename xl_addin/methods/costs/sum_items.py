"""The items of every sum of the study: annual cost, and the trajectory of a groep (METHOD sections 1 and 2)."""

from __future__ import annotations

from templates.schema import Dimensions
from xl_addin.methods.tables.columns import DIRECT, EXECUTION, GENERAL, PROVISIONS, ROUTES, STEERING


def items_of_year(dimensions: Dimensions) -> dict[str, tuple[str, ...]]:
    """The tasks of every sum of the annual cost."""
    return {
        GENERAL: dimensions.general_tasks,
        DIRECT: dimensions.direct_tasks,
        STEERING: dimensions.steering_tasks,
        EXECUTION: dimensions.task_codes,
    }


def items_of_trajectory(group: str, dimensions: Dimensions) -> dict[str, tuple[str, ...]]:
    """The tasks, leerroutes and voorzieningen of every sum of the trajectory of a groep."""
    return {
        DIRECT: dimensions.trajectory_tasks,
        ROUTES: dimensions.routes_of(group),
        PROVISIONS: dimensions.provisions_of(group),
    }
