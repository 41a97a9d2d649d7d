"""The survey workbook: its lay-out, its formulas, and one stamped copy per municipality."""
