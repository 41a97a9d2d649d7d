import math

import pytest

from xl_addin.methods.tables.columns import RESULT_COLUMNS
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.tables.notes import as_table as note_table
from xl_addin.methods.tables.results import Lookup, as_table, pick, row


def test_rows_have_the_columns_of_the_contract():
    made = as_table([row("verschil_gf", division="totaal", unit="euro", value=1.0)])
    assert tuple(made.columns) == RESULT_COLUMNS
    assert made.loc[0, "indeling"] == "totaal"
    assert math.isnan(made.loc[0, "laag"])
    assert tuple(as_table([]).columns) == RESULT_COLUMNS


def test_a_lookup_takes_the_whole_key():
    rows = [
        row("m", division="totaal", unit="euro", value=1.0),
        row("m", "deel", division="totaal", unit="euro", value=2.0),
    ]
    found = Lookup(as_table(rows))
    assert found.figure(maat="m", indeling="totaal") == 1
    assert found.figure(maat="m", onderdeel="deel", indeling="totaal") == 2
    assert math.isnan(found.figure(maat="m"))
    assert len(pick(as_table(rows), maat="m")) == 2
    with pytest.raises(ValueError, match="soort"):
        found.figure(soort="m")


def test_two_rows_with_one_key_are_refused():
    line = row("m", unit="euro", value=1.0)
    with pytest.raises(ValueError, match="same key"):
        Lookup(as_table([line, line]))


def test_notes_on_several_results_become_one():
    notes = [
        Note("CLASS_MERGED", "", {"klasse": "hoog", "onderdeel": "intake"}),
        Note("OUTLIER_DROPPED", "GM2", {"waarde": 3.0}),
        Note("CLASS_MERGED", "", {"klasse": "hoog", "onderdeel": "beleid"}),
        Note("CLASS_MERGED", "", {"klasse": "laag", "onderdeel": "beleid"}),
    ]
    made = note_table(notes)
    assert made["regel"].to_list() == ["CLASS_MERGED", "CLASS_MERGED", "OUTLIER_DROPPED"]
    assert made["waarden"].to_list() == [
        {"klasse": "hoog", "onderdeel": "intake, beleid"},
        {"klasse": "laag", "onderdeel": "beleid"},
        {"waarde": 3.0},
    ]
    assert list(note_table([]).columns) == ["regel", "code", "waarden"]
