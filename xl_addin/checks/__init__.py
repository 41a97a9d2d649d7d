"""The checks of METHOD section 3, over a table of answers: each finding names rule, cell, found, expected and remedy."""

from xl_addin.checks.evaluate import check
from xl_addin.checks.findings import Places, findings_table, with_work_of_person

__all__ = ["Places", "check", "findings_table", "with_work_of_person"]
