import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.methods.sample.classes import (
    classify,
    merge_notes,
    merge_order,
    rank_classes,
    relative_classes,
    size_classes,
    urbanity_classes,
)

LEVELS = ("laag", "gemiddeld", "hoog")


def test_limits_of_inhabitants(parameters):
    inhabitants = pd.Series([0, 29_999, 30_000, 79_999, 80_000, 250_000, 250_001, np.nan])
    assert size_classes(inhabitants, parameters).to_list() == [
        "<30",
        "<30",
        "30-80",
        "30-80",
        "80-250",
        "80-250",
        ">250",
        "onbekend",
    ]


def test_exactly_37_and_49_per_10000_are_in_the_middle_class(parameters):
    persons = pd.Series([36.9, 37, 49, 49.1, np.nan])
    found = relative_classes(persons, pd.Series(10_000.0, persons.index), parameters)
    assert found.to_list() == ["laag", "gemiddeld", "gemiddeld", "hoog", "onbekend"]


@pytest.mark.parametrize(
    ("division", "count", "expected"),
    [
        ("stedelijkheid", 342, [206, 103, 33]),
        ("gevestigd", 337, [180, 114, 43]),
        # rank x 342 <= 206 x 10 holds to rank 6, <= 309 x 10 to rank 9
        ("stedelijkheid", 10, [6, 3, 1]),
    ],
)
def test_ranks_give_the_published_proportions(parameters, division, count, expected):
    found = rank_classes(pd.Series(np.arange(count, dtype=float)), division, parameters)
    assert found.value_counts().reindex(LEVELS).to_list() == expected


def test_a_tie_goes_to_the_lower_class(parameters):
    # of ten, ranks 6 and 7 are tied: both take rank 6, which is laag
    figures = pd.Series([1, 2, 3, 4, 5, 6, 6, 8, 9, 10], dtype=float)
    assert rank_classes(figures, "stedelijkheid", parameters).to_list() == ["laag"] * 7 + ["gemiddeld"] * 2 + ["hoog"]


def test_a_given_class_wins_over_the_address_density(parameters):
    frame = pd.DataFrame({"stedelijkheid": ["hoog", "", None, "vreemd"], "oad": [1.0, 2.0, 3.0, np.nan]})
    # ranks of the three densities: 1 and 2 are ... 1 x 342 <= 618 laag, 2 x 342 <= 927 gemiddeld, 3 hoog
    assert urbanity_classes(frame, parameters).to_list() == ["hoog", "gemiddeld", "hoog", "onbekend"]


def test_the_small_country(small_frame, parameters, dimensions):
    before = small_frame.copy(deep=True)
    found = classify(small_frame, parameters, dimensions)
    assert found.table["gevestigd"].to_list() == ["onbekend", "laag", "laag", "gemiddeld", "gemiddeld", "hoog"]
    assert found.table["inwoners"].to_list() == ["<30", "<30", "30-80", "30-80", "80-250", ">250"]
    # 40, 40, 30, 33.3, 40 and 50 per 10,000
    assert found.table["relatief"].to_list() == ["gemiddeld", "gemiddeld", "laag", "laag", "gemiddeld", "hoog"]
    assert found.guided.to_list() == [40, 80, 150, 200, 400, 1500]
    pd.testing.assert_frame_equal(small_frame, before)


def test_an_absent_parameter_gives_no_class_and_a_note(small_frame, parameters, dimensions):
    del parameters["klasse.relatief.grens.1"]
    found = classify(small_frame, parameters, dimensions)
    assert set(found.table["relatief"]) == {"onbekend"}
    assert [note.values["parameter"] for note in found.notes] == ["klasse.relatief.grens.1"]


def test_a_missing_number_of_guided_is_noted_and_what_is_known_counts(small_frame, parameters, dimensions):
    small_frame.loc["GM2", "gezin_begeleid"] = np.nan
    found = classify(small_frame, parameters, dimensions)
    assert found.guided["GM2"] == 60
    assert [(note.rule, note.code) for note in found.notes] == [("GUIDED_UNKNOWN", "GM2")]


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        ("ABCD", "ABCD"),
        ("ACD", "AACD"),  # B goes down to A
        ("BCD", "BBCD"),  # the lowest goes up
        ("D", "DDDD"),
        ("A", "AAAA"),
        ("AD", "AAAD"),
    ],
)
def test_a_class_without_respondents_merges_with_its_lower_neighbour(present, expected):
    joined = merge_order("ABCD", set(present))
    assert "".join(joined[name] for name in "ABCD") == expected


def test_merged_classes_are_named():
    notes = merge_notes("inwoners", merge_order("ABC", {"A"}), "AC")
    assert [(note.values["klasse"], note.values["met"]) for note in notes] == [("C", "A")]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60), st.randoms())
def test_the_order_of_municipalities_does_not_matter(figures, random):
    parameters = {f"klasse.gevestigd.aantal.{level}": n for level, n in zip(LEVELS, (180, 114, 43), strict=True)}
    series = pd.Series(figures, dtype=float)
    shuffled = series.sample(frac=1, random_state=random.randint(0, 9_999))
    straight = rank_classes(series, "gevestigd", parameters)
    pd.testing.assert_series_equal(rank_classes(shuffled, "gevestigd", parameters).sort_index(), straight)
    # a higher figure never gets a lower class
    order = [LEVELS.index(name) for name in straight.loc[series.sort_values(kind="stable").index]]
    assert order == sorted(order)
