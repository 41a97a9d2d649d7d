"""Checks a finished workbook for everything that makes Excel offer to repair it; our own writers never see it fail.

`defects` judges a whole file, `Original` only the rows that a copy does not share with the workbook it was made from.
"""

from generator.lint.checking import Defect, Original, defects, refuse_broken_changes, refuse_defects

__all__ = ["Defect", "Original", "defects", "refuse_broken_changes", "refuse_defects"]
