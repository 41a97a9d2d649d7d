"""Survey definitions: the schema they are read through, the message catalogue, and one folder per survey.

Everything that differs from law to law lives in a folder here (`wi2021/`); the code reads it through `load_survey`.
"""

from templates.loading import load_survey, survey_ids
from templates.problems import Place, Problem, Problems
from templates.schema import Survey

__all__ = ["Place", "Problem", "Problems", "Survey", "load_survey", "survey_ids"]
