"""Which municipalities' figures a result rests on: the key that the list Herkomst and the links to it share."""

from __future__ import annotations

from templates.schema import Dimensions, Pick, ResultTable, TableRow

OF_ANNUAL_COST = ("kosten_per_inburgeraar", "landelijk_totaal")
OF_ALL_ANNUAL_COST = ("kosten_per_inwoner", "gf_per_inburgeraar", "verschil_gf", "aandeel_kostensoort")
OF_CASELOAD = "caseload_per_fte"
OF_TRAJECTORY_COST = ("traject_kosten", "jaarspreiding", "dekking_spuk", "vergelijking_start", "aanbod")


def origin_key(measure: str, component: str, group: str) -> str:
    """The key of the figures that a result is made of; empty where it is made of other results.

    National euros, grants and the spread over years rest on the cost of the same component.
    """
    if measure in OF_ANNUAL_COST:
        return f"jaar|{component}"
    if measure in OF_ALL_ANNUAL_COST:
        return "jaar|uitvoering"
    if measure == OF_CASELOAD:
        return f"caseload|{component}"
    return f"{group}|{component}" if measure in OF_TRAJECTORY_COST and group else ""


def known_keys(dimensions: Dimensions) -> frozenset[str]:
    """Every key that the list of origins may hold under this law."""
    annual = (*dimensions.task_codes, "algemeen", "direct", "uitvoering")
    keys = {f"jaar|{component}" for component in annual} | {"caseload|regievoering"}
    for group in dimensions.trajectory_groups:
        routes = dimensions.routes_of(group)
        asked = (*routes, *dimensions.provisions_of(group), *dimensions.trajectory_tasks)
        sums = ("direct", "voorzieningen", "totaal", "alles", *(("leerroutes",) if routes else ()))
        keys |= {f"{group}|{component}" for component in (*asked, *sums)}
    return frozenset(keys)


def row_origin(table: ResultTable, row: TableRow, known: frozenset[str]) -> str:
    """The key of the first cell in a row of a result table that rests on municipalities' figures; empty without one.

    known: the keys that there are; an annual amount that is asked per groep only has none of its own.
    """
    for position, column in enumerate(table.columns, start=1):
        if row.pick is None:
            break
        merged: dict[str, str] = {}
        for pick in (table.pick, row.pick, column.pick, row.cells.get(position, Pick())):
            merged.update(pick.model_dump(exclude_none=True))
        key = origin_key(merged.get("maat", ""), merged.get("onderdeel", ""), merged.get("groep", ""))
        if key in known:
            return key
    return ""
