"""A mark of how an analysis workbook is laid out: two with the same mark have every cell in the same place."""

from __future__ import annotations

import hashlib

from generator.analysis.layout import answer_columns, list_places, named_blocks
from templates.analysis import analysis_texts
from templates.pages import pages
from templates.schema import Survey

LENGTH = 12
LOOKS = "2"
"""Goes up where cells that stay in their place get another kind of contents: 2, moments and days are dates."""


def layout_mark(survey: Survey, year: int) -> str:
    """The mark of the analysis workbook that this version builds for a survey and year: 12 hexadecimal digits.

    It follows every sheet, place, heading and text; the contents of lists and the parameters have no part in it.
    """
    parts = (
        LOOKS,
        survey.id,
        survey.version,
        str(year),
        survey.identity.model_dump_json(),
        *(table.model_dump_json() for table in survey.tables),
        repr(named_blocks(survey)),
        repr(list_places(survey)),
        repr(answer_columns(survey)),
        pages().model_dump_json(),
        analysis_texts().model_dump_json(),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:LENGTH]
