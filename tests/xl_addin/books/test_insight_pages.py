"""Words of the page Verbanden."""

from xl_addin.books.insight_pages import _alone_said


def test_a_class_of_one_respondent_says_whose_spread_its_interval_has():
    lines = [("Inwonertal: <30", 9, 2_000.0), ("Inwonertal: >250", 1, 1_500.0)]
    first, second = _alone_said(lines)
    assert first == lines[0]
    assert second == ("Inwonertal: >250 (1 respondent, spreiding van de buurklasse)", 1, 1_500.0)
