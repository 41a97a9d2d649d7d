"""CSV inputs: every mistake is named with its line, all together, and nothing is guessed."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from templates import Problems, load_survey
from xl_addin.intake.inputs import read_answers, read_frame, read_overrides, read_sample

DIMENSIONS = load_survey().dimensions
Reader = Callable[[Path], object]
HEADER = "code,naam,provincie,inwoners,oad,stedelijkheid,asiel_begeleid,gezin_begeleid,gevestigd,gf_euro"


def written(tmp_path: Path, text: str, name: str = "frame.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def codes(problems: Problems) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.place.line) for problem in problems.problems]


def test_a_frame_keeps_all_columns_and_empty_numbers_stay_unknown(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER},eigen\nGM0001,Aa,Drenthe,1000,,laag,10,5,,,x\n")
    frame = read_frame(path)
    assert frame.loc["GM0001", "inwoners"] == 1000.0
    assert np.isnan(frame.loc["GM0001", "gf_euro"])
    assert frame.loc["GM0001", "eigen"] == "x"


def test_a_file_as_dutch_excel_saves_it_reads_the_same(tmp_path: Path) -> None:
    english = read_frame(written(tmp_path, f"{HEADER}\nGM0001,Aa,Drenthe,1000,12.5,laag,10,5,7,1234.5\n"))
    text = f"\ufeff{HEADER.replace(',', ';')}\r\nGM0001;Aa;Drenthe;1.000;12,5;laag;10;5;7;1234,5\r\n"
    dutch = read_frame(written(tmp_path, text, "nl.csv"))
    assert english.equals(dutch)


@pytest.mark.parametrize("name", ["Aa\nBb", "Aa\x0bBb", "Aa\u2028Bb", "Aa\x85Bb"])
def test_a_name_with_a_line_break_or_what_looks_like_one_is_one_field(tmp_path: Path, name: str) -> None:
    text = f'{HEADER}\nGM0001,"{name}",Drenthe,1000,,laag,10,5,,\nGM0002,Cc,Drenthe,1000,,laag,10,5,,\n'
    frame = read_frame(written(tmp_path, text))
    assert frame.loc["GM0001", "naam"] == name
    assert frame.loc["GM0002", "inwoners"] == 1000.0


@pytest.mark.parametrize("name", ['"Aa', '"Aa" Bb'])
def test_a_quotation_mark_that_swallows_the_lines_after_it_is_refused(tmp_path: Path, name: str) -> None:
    text = f"{HEADER}\nGM0001,{name},Drenthe,1000,,laag,10,5,,\nGM0002,Cc,Drenthe,1000,,laag,10,5,,\n"
    with pytest.raises(Problems) as found:
        read_frame(written(tmp_path, text))
    assert [problem.code for problem in found.value.problems] == ["CSV_QUOTES"]


def test_all_problems_of_a_frame_come_together_each_with_its_line(tmp_path: Path) -> None:
    rows = [
        "GM0001,Aa,Drenthe,1000,,laag,10,5,,",
        "GM0001,Bb,Drenthe,-4,,laag,10,5,,",
        "0003,Cc,Drenthe,veel,,hoogst,10,5,,",
        "GM0004,Dd,Drenthe,0,,laag,,5,,",
    ]
    with pytest.raises(Problems) as found:
        read_frame(written(tmp_path, "\n".join([HEADER, *rows])), DIMENSIONS)
    assert sorted(codes(found.value)) == [
        ("CSV_CODE_DOUBLE", 3),
        ("CSV_CODE_INVALID", 4),
        ("FRAME_CLASS_UNKNOWN", 4),
        ("FRAME_NEGATIVE", 3),
        ("FRAME_NOT_A_NUMBER", 4),
        ("FRAME_NUMBER_MISSING", 5),
        ("FRAME_NUMBER_MISSING", 5),
    ]


def test_every_missing_column_is_asked_for_by_name(tmp_path: Path) -> None:
    with pytest.raises(Problems) as found:
        read_frame(written(tmp_path, "code,naam\nGM0001,Aa\n"), DIMENSIONS)
    named = [problem.values["kolom"] for problem in found.value.problems]
    assert named == ["provincie", "inwoners", "oad", "stedelijkheid", *HEADER.split(",")[6:]]


@pytest.mark.parametrize(
    ("text", "encoding", "code"),
    [
        (f"{HEADER}\n", "utf-8", "CSV_EMPTY"),
        (f"{HEADER}\nGM0001,Curaçao", "latin-1", "CSV_NOT_UTF8"),
        (f"{HEADER}\nGM0001,a,b,1,,laag,1,1,,,te,veel", "utf-8", "CSV_TOO_MANY_FIELDS"),
        (f"{HEADER},naam\nGM0001,a,b,1,,laag,1,1,,,x", "utf-8", "CSV_COLUMN_DOUBLE"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, text: str, encoding: str, code: str) -> None:
    with pytest.raises(Problems) as found:
        read_frame(written(tmp_path, text, encoding=encoding))
    assert code in [problem.code for problem in found.value.problems]


def test_a_count_with_a_point_before_three_digits_is_asked_about_not_read_as_a_fraction(tmp_path: Path) -> None:
    row = "GM0001,Aa,Drenthe,12.500,1.250,,10,5,7,1234.500"
    with pytest.raises(Problems) as found:
        read_frame(written(tmp_path, f"{HEADER}\n{row}\n"))
    assert [(problem.code, problem.values["kolom"]) for problem in found.value.problems] == [
        ("FRAME_COUNT_AMBIGUOUS", "inwoners"),
        ("FRAME_COUNT_AMBIGUOUS", "oad"),
    ]


def test_lines_within_quotation_marks_stay_lines_and_a_line_separator_ends_no_row(tmp_path: Path) -> None:
    path = written(tmp_path, 'id,waarde\r\nopm.jaar,"een\r\n\r\ntwee ""3"""\r\nalg.gr_naam,De\u2028Kop\r\n', "a.csv")
    assert read_answers(path, set()) == {"opm.jaar": 'een\n\ntwee "3"', "alg.gr_naam": "De\u2028Kop"}


def test_thousands_in_a_semicolon_file_are_as_the_other_values_of_the_column_say(tmp_path: Path) -> None:
    path = written(tmp_path, "code;waarde\nproductieve_uren;1.364\nwerkgeverslasten;0,25\n", "o.csv")
    assert read_overrides(path) == {"productieve_uren": 1364.0, "werkgeverslasten": 0.25}
    path = written(tmp_path, "code;waarde\nikb;0.125\nwerkgeverslasten;0.25\n", "o.csv")
    assert read_overrides(path) == {"ikb": 0.125, "werkgeverslasten": 0.25}


def of_answers(path: Path) -> object:
    return read_answers(path, {"a.b", "c.d", "e.f"})


@pytest.mark.parametrize(("read", "key"), [(read_overrides, "code"), (of_answers, "id")])
def test_a_value_that_can_be_two_numbers_among_both_marks_is_not_guessed(
    tmp_path: Path, read: Reader, key: str
) -> None:
    path = written(tmp_path, f"{key};waarde\na.b;0.17\nc.d;1.364\ne.f;0,25\n", "o.csv")
    with pytest.raises(Problems) as found:
        read(path)
    assert codes(found.value) == [("FRAME_MARKS_MIXED", 3)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_file_with_two_bytes_per_letter_is_read_where_it_says_so(tmp_path: Path, encoding: str) -> None:
    text = f"{HEADER}\nGM0001,S\u00fadwest,Drenthe,1000,,laag,10,5,,\n"
    path = tmp_path / "f.csv"
    path.write_bytes((b"\xff\xfe" if encoding == "utf-16-le" else b"") + text.encode(encoding))
    assert list(read_frame(path)["naam"]) == ["S\u00fadwest"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problems) as found:
        read_frame(tmp_path / "weg.csv")
    assert codes(found.value) == [("FILE_NOT_READABLE", None)]


def test_a_sample_with_an_unknown_and_a_double_code_names_both(tmp_path: Path) -> None:
    frame = read_frame(written(tmp_path, f"{HEADER}\nGM0001,Aa,Drenthe,1000,,laag,10,5,,\n"))
    with pytest.raises(Problems) as found:
        read_sample(written(tmp_path, "code\nGM0001\nGM0002\nGM0001\n", "s.csv"), frame)
    assert sorted(codes(found.value)) == [("CSV_CODE_DOUBLE", 4), ("SAMPLE_UNKNOWN_CODE", 3)]


def test_answers_are_numbers_only_where_the_question_is_numeric(tmp_path: Path) -> None:
    path = written(tmp_path, "id,waarde\na,1.5\nb,nvt\nc,007\nd,\n", "a.csv")
    assert read_answers(path, {"a", "b", "d"}) == {"a": 1.5, "b": "nvt", "c": "007", "d": None}


def test_overrides_are_numbers_or_choices(tmp_path: Path) -> None:
    path = written(tmp_path, "code,waarde\nikb,0.17\nafronden_voor_band,honderd\n", "o.csv")
    assert read_overrides(path) == {"ikb": 0.17, "afronden_voor_band": "honderd"}


ROWS = [f"GM{at:04d},Gemeente {at},Drenthe,{{}},{{}},laag,10,5,{{}},1000" for at in range(1, 41)]


def frame_text(*fields: tuple[str, str, str], separator: str = ",") -> str:
    """A frame of forty municipalities; inwoners, oad and gevestigd are repeated over the rows."""
    rows = [row.format(*fields[at % len(fields)]) for at, row in enumerate(ROWS)]
    return "\n".join([HEADER, *rows, ""]).replace(",", separator)


@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("first", ["", "sep={}\n", '"sep={}"\r\n'])
def test_another_separator_reads_the_same(tmp_path: Path, separator: str, first: str) -> None:
    plain = read_frame(written(tmp_path, frame_text(("1000", "800", "7"))))
    text = first.format(separator) + frame_text(("1000", "800", "7"), separator=separator)
    assert read_frame(written(tmp_path, text, "other.csv")).equals(plain)


def test_an_unknown_separator_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(Problems) as found:
        read_frame(written(tmp_path, frame_text(("1000", "800", "7"), separator="#")))
    assert codes(found.value) == [("CSV_SEPARATOR", 1)]


def test_the_sign_of_the_statistics_office_for_unknown_is_read_as_unknown(tmp_path: Path) -> None:
    frame = read_frame(written(tmp_path, frame_text(("1000", "800", "."), ("1000", "800", "7"))))
    assert frame["gevestigd"].isna().sum() == 20
    with pytest.raises(Problems) as found:
        read_frame(written(tmp_path, frame_text((".", "800", "7"))))
    assert codes(found.value) == [("FRAME_NUMBER_MISSING", 2)]


@pytest.mark.parametrize(
    ("field", "rule"),
    [("148.868", "FRAME_COUNT_AMBIGUOUS"), ("veel", "FRAME_NOT_A_NUMBER"), ("-4", "FRAME_NEGATIVE")],
)
def test_a_column_that_is_wrong_throughout_is_one_message_with_its_number(
    tmp_path: Path, field: str, rule: str
) -> None:
    with pytest.raises(Problems) as found:
        read_frame(written(tmp_path, frame_text((field, "800", "7"))))
    (problem,) = found.value.problems
    assert (problem.code, problem.place.line) == (rule, 2)
    assert "+39: 3, 4, 5" in problem.text()


def test_the_decimal_mark_of_a_column_is_told_by_all_its_values(tmp_path: Path) -> None:
    points = frame_text(("1000", "12.125", "7"), ("1000", "800.5", "7"), separator=";")
    assert set(read_frame(written(tmp_path, points))["oad"]) == {12.125, 800.5}
    commas = (
        frame_text(("1000", "12.125", "7"), ("1000", "800;5", "7"))
        .replace(",", "#")
        .replace(";", ",")
        .replace("#", ";")
    )
    assert set(read_frame(written(tmp_path, commas))["oad"]) == {12125.0, 800.5}


def test_a_column_with_both_decimal_marks_is_not_guessed(tmp_path: Path) -> None:
    both = frame_text(("1000", "12.5", "7"), ("1000", "12@5", "7"), ("1000", "1.250", "7"), separator=";").replace(
        "@", ","
    )
    with pytest.raises(Problems) as found:
        read_frame(written(tmp_path, both))
    assert [code for code, _ in codes(found.value)] == ["FRAME_MARKS_MIXED"]
