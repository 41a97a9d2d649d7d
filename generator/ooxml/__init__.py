"""Workbook files at the level of their parts: change values in place, read names, write whole files at once."""
