"""Which classes count together: by the method, by another rule, as a fixed pair, and with a minimum."""

import pytest

from xl_addin.methods.sample.collapsing import Collapse, collapse, joined_classes

CLASSES = ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("rule", "minimum", "counts", "expected"),
    [
        # a silent class goes with the lower, the lowest with the upper
        ("lager", 1, {"a": 1, "c": 2}, "aacc"),
        ("lager", 1, {"c": 2}, "cccc"),
        # the other way round
        ("hoger", 1, {"b": 1, "c": 2}, "bbcc"),
        ("hoger", 1, {"a": 1, "d": 2}, "addd"),
        # a fixed pair counts as one, under the name of its lower class, also where only one of them has respondents
        ("c+d", 1, {"a": 1, "b": 1, "c": 1, "d": 1}, "abcc"),
        ("c+d", 1, {"a": 1, "d": 1}, "aacc"),
        ("a+b", 1, {"d": 2}, "dddd"),
        # thin classes
        ("lager", 3, {"a": 3, "b": 1, "c": 5, "d": 2}, "aacc"),
        ("c+d", 3, {"a": 3, "b": 3, "c": 1, "d": 2}, "abcc"),
        ("lager", 9, {"a": 1, "b": 2}, "bbbb"),
    ],
)
def test_classes_that_count_together(rule, minimum, counts, expected):
    joined = joined_classes(CLASSES, counts, "f", Collapse({"f": rule}, minimum))
    assert "".join(joined[name] for name in CLASSES) == expected


def test_without_respondents_nothing_is_joined():
    assert joined_classes(CLASSES, {}, "f", Collapse()) == {}


def test_the_rules_come_from_the_parameters():
    found = collapse({"klasse.samenvoegen.gevestigd": "gemiddeld+hoog", "klasse.minimum_respons": 2})
    assert found == Collapse({"inwoners": "lager", "stedelijkheid": "lager", "gevestigd": "gemiddeld+hoog"}, 2)
