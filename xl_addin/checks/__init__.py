"""The checks on a table of answers: each finding names rule, cell, what was found and expected, and the remedy."""

from xl_addin.checks.all import check_all
from xl_addin.checks.evaluate import check
from xl_addin.checks.finding_history import Living, day_of, fitted, reconciled
from xl_addin.checks.findings import Places, findings_table

__all__ = ["Living", "Places", "check", "check_all", "day_of", "findings_table", "fitted", "reconciled"]
