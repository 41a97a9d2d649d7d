"""A parameter that was typed over under the source of another value: told, and no longer with that source."""

import pandas as pd

from templates import load_survey
from templates.columns import PARAMETERS
from templates.parameters import in_force, parameter_row
from xl_addin.books.typed_parameters import TYPED, typed_line, typed_over, with_source_of_own

SURVEY = load_survey()


def listed(**values: object) -> pd.DataFrame:
    """The list Parameters of the survey with some values typed over."""
    rows = [parameter_row(one) for one in in_force(SURVEY, 2024).values()]
    table = pd.DataFrame(rows, columns=list(PARAMETERS), dtype=object)
    for code, value in values.items():
        table.loc[table["code"] == code, "waarde"] = value
    return table


def test_a_list_as_it_was_made_has_none() -> None:
    assert typed_over(listed(), SURVEY, 2024) == []


def test_another_value_under_the_old_source_is_found() -> None:
    (found,) = typed_over(listed(werkgeverslasten=0.3), SURVEY, 2024)
    assert (found.code, found.value, found.given) == ("werkgeverslasten", 0.3, 0.25)


def test_a_value_with_a_source_of_its_own_is_nobody_s_concern() -> None:
    table = listed(werkgeverslasten=0.3)
    table.loc[table["code"] == "werkgeverslasten", "bron"] = "Jaarrekening 2024"
    assert typed_over(table, SURVEY, 2024) == []


def test_an_emptied_value_and_what_a_computer_rounds_are_not_typed_over() -> None:
    assert typed_over(listed(werkgeverslasten=None), SURVEY, 2024) == []
    assert typed_over(listed(werkgeverslasten=0.25 + 1e-15), SURVEY, 2024) == []


def test_the_old_source_goes_from_what_is_exported_and_from_nothing_else() -> None:
    table = listed(werkgeverslasten=0.3)
    typed = typed_over(table, SURVEY, 2024)
    before, after = table.copy(), with_source_of_own(table, typed).set_index("code")
    assert set(after.loc["werkgeverslasten", ["bron", "betrouwbaarheid"]]) == {TYPED}
    pd.testing.assert_frame_equal(table, before)
    others = before.set_index("code").drop(index="werkgeverslasten")
    pd.testing.assert_frame_equal(after.drop(index="werkgeverslasten"), others)


def test_the_explanations_name_it_with_the_value_that_was_given() -> None:
    typed = typed_over(listed(werkgeverslasten=0.3), SURVEY, 2024)
    assert typed_line(typed) == " Overgetypt: werkgeverslasten (gegeven: 0,25)."
    assert typed_line([]) == ""
