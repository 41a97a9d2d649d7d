"""Which classes count together in the weights: those with too few respondents, and those the researcher joins.

METHOD section 4 by default: a class without respondents counts with its lower neighbour, the lowest with its upper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xl_addin.methods.answers.amounts import Parameters, amount, choice
from xl_addin.methods.sample.classes import merge_order
from xl_addin.methods.tables.columns import FACTORS

TO_LOWER, TO_UPPER = "lager", "hoger"
JOIN = "+"
MINIMUM = "klasse.minimum_respons"


class Collapse(NamedTuple):
    """Per factor the rule: lager, hoger, or two neighbours that always count as one (`80-250+>250`; the rest: lager).

    minimum: a class with fewer respondents counts with its neighbour.
    """

    rules: Mapping[str, str] = {}
    minimum: int = 1


def collapse(parameters: Parameters) -> Collapse:
    """The rules from parameters `klasse.samenvoegen.{factor}` and `klasse.minimum_respons`."""
    rules = {factor: choice(parameters, f"klasse.samenvoegen.{factor}", TO_LOWER) for factor in FACTORS}
    return Collapse(rules, round(amount(parameters, MINIMUM, 1.0)))


def joined_classes(classes: Sequence[str], counts: Mapping[str, int], factor: str, rules: Collapse) -> dict[str, str]:
    """For every class the class it counts with, itself included.

    classes: from low to high; counts: respondents per class. Without any respondents the answer is empty; where no
    class has the minimum, all count with the one that has most.
    """
    rule = rules.rules.get(factor, TO_LOWER)
    pair = tuple(rule.split(JOIN)) if JOIN in rule else ()
    together = {name: sum(counts.get(member, 0) for member in (pair if name in pair else (name,))) for name in classes}
    most = max(together.values(), default=0)
    present = {name for name in classes if together[name] >= min(max(rules.minimum, 1), most) and together[name] > 0}
    # of a pair the lower speaks for both
    speakers = present - set(pair[1:])
    order = tuple(reversed(classes)) if rule == TO_UPPER else tuple(classes)
    joined = merge_order(order, speakers)
    return {name: joined[pair[0] if name in pair else name] for name in classes} if joined else {}
