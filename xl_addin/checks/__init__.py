"""The checks on a table of answers: each finding names rule, cell, what was found and expected, and the remedy."""

from xl_addin.checks.evaluate import check
from xl_addin.checks.findings import Places, findings_table, with_work_of_person

__all__ = ["Places", "check", "findings_table", "with_work_of_person"]
