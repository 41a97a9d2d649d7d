"""Which sums a respondent leaves by an answer `onbekend`, in words (METHOD section 2, "What is known").

One text per question, for the list of open answers in the workbook and for the finding of the collector.
"""

from __future__ import annotations

from generator.survey.texts import text
from templates.questions import Asked
from templates.schema import Survey

PRICED = ("inzet", "eenheid", "schaal", "loonkosten", "inhuur", "uitbesteding")
TRAJECTORY_CELLS = ("uren", "schaal", "uitbesteding", "tarief", "groepsgrootte", "bijkomend")
OVERHEAD, JOINT_BODY, COMBINED = "oh", "gr", "split"


def left_sums(survey: Survey, asked: Asked) -> str:
    """The sums that the municipality leaves while this answer is not known, joined by commas."""
    return ", ".join(_sums(survey, asked))


def consequence(survey: Survey, asked: Asked) -> str:
    """What it means that this answer is not known."""
    return text("answers.left", sommen=left_sums(survey, asked))


def _sums(survey: Survey, asked: Asked) -> list[str]:
    part, *rest = asked.id.split(".")
    last = rest[-1] if rest else ""
    if part == "jaar":
        return _annual(survey, rest[0], last)
    if part == "traj" and last in TRAJECTORY_CELLS:
        return _trajectory(survey, rest[0], rest[1])
    if part in (OVERHEAD, JOINT_BODY, COMBINED):
        return [text("answers.sum_staff" if part == OVERHEAD else f"answers.sum_{part}")]
    if part == "vol" and last == "begeleid":
        return [text("answers.sum_persons")]
    if asked.id == "dek.gf":
        return [text("answers.sum_gf")]
    return [text("answers.sum_itself")]


def _annual(survey: Survey, code: str, last: str) -> list[str]:
    dimensions = survey.dimensions
    if code == "rand" or last not in PRICED or code not in dimensions.task_codes:
        return [text("answers.sum_all")]
    kind = "general" if code in dimensions.general_tasks else "direct"
    steering = [text("answers.sum_steering")] if code in dimensions.steering_tasks else []
    sums = [text(f"answers.sum_{one}") for one in (kind, "all", "kinds")]
    return [dimensions.label(code), *steering, *sums]


def _trajectory(survey: Survey, group: str, code: str) -> list[str]:
    dimensions = survey.dimensions
    if code in dimensions.trajectory_tasks:
        part = "direct"
    else:
        part = "routes" if code in dimensions.routes_of(group) else "provisions"
    whole = "trajectory_direct" if part == "direct" else "trajectory_total"
    sums = [text(f"answers.sum_{part}")] + ([text(f"answers.sum_{whole}")] if part != "direct" else [])
    return [f"{dimensions.label(code)} ({dimensions.label(group)})", *sums]
