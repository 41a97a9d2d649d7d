"""Inflow, payments and prices over the years (METHOD, section 9)."""
