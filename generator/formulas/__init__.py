"""The formulas of a workbook computed in Python, so that a file shows its figures before a spreadsheet opens it."""
