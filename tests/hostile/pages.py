"""The page docs/inname.md as far as it says what happens: made from the kinds that are tried, so that it cannot age.

`python -m tests.hostile.pages` writes it; a test holds page and kinds together. What a kind says is the sentence of its
rule in the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from templates.problems import catalogue
from tests.hostile.container_kinds import BY_LABEL, CONTAINERS, READ, Container
from tests.hostile.kinds import KINDS, UNKNOWN, Kind
from tests.hostile.list_kinds import CORRECTED, LISTED, STOPS, TOLD, WRITTEN, Listed, Written

PAGE = Path(__file__).resolve().parents[2] / "docs" / "inname.md"
START, END = "<!-- kinds: made by python -m tests.hostile.pages -->", "<!-- /kinds -->"
NOTHING = "gelezen, niets te melden"


def markdown() -> str:
    """All kinds as tables in Markdown, by what they are about."""
    parts = [
        *(_table(group, CELLS, _cells(group)) for group in dict.fromkeys(kind.group for kind in KINDS)),
        _table("In welk bestand het zit", ("geval", "wat er gebeurt", "regel", "wat er wordt gezegd"), _containers()),
        _table(
            "Wat er in een lijst van de analysewerkmap wordt getypt",
            ("lijst en kolom", "getypt", "telt als", "wat er gebeurt", "wat er wordt gezegd"),
            (_listed(kind) for kind in LISTED),
        ),
        _table(
            "Wat er in *nieuw* van een correctie staat (een aantal personen)",
            ("getypt", "telt als", "regel", "wat er wordt gezegd"),
            ((_shown(typed), _value(counts), _code(rule), _sentence(rule)) for typed, counts, rule in CORRECTED),
        ),
        _table(
            "Hoe een CSV is geschreven (kolom inwoners)",
            ("geval", "eerste waarde telt als", "regel", "wat er wordt gezegd"),
            (_written(kind) for kind in WRITTEN),
        ),
    ]
    return "\n".join(parts)


CELLS = ("geval", "gelezen als", "bevinding", "wat er wordt gezegd")
Row = Sequence[str]


def _table(title: str, header: Row, rows: Iterable[Row]) -> str:
    lines = [f"### {title}", "", f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    return "\n".join([*lines, *(f"| {' | '.join(_plain(cell) for cell in row)} |" for row in rows), ""])


def _cells(group: str) -> Iterable[Row]:
    return (_cell(kind) for kind in KINDS if kind.group == group)


def _cell(kind: Kind) -> Row:
    value = "" if not kind.name else "niets; `onbekend`" if kind.value == UNKNOWN else _value(kind.value)
    return kind.example, value, f"{_severity(kind.rule)} {_code(kind.rule)}", _sentence(kind.rule)


def _containers() -> Iterable[Row]:
    return (_container(kind) for kind in (*CONTAINERS, BY_LABEL))


def _container(kind: Container) -> Row:
    if kind.group == READ:
        return kind.example, "alle antwoorden gelezen", _code(kind.rule), _sentence(kind.rule)
    return kind.example, f"niet gelezen; aan {kind.group} gemeld", _code(kind.rule), _sentence(kind.rule)


def _listed(kind: Listed) -> Row:
    counts = "" if kind.how == STOPS else "zoals bedoeld" if kind.counts == "{code}" else _value(kind.counts)
    how = f"{kind.how}, met de cel" if kind.how in (STOPS, TOLD) else "niets te melden"
    where = f"{kind.table.removeprefix('tbl')}, {kind.column}"
    return where, kind.named, counts, how, f"{_code(kind.rule)} {_sentence(kind.rule)}".strip()


def _written(kind: Written) -> Row:
    return f"{kind.example}", "" if kind.rule else _value(kind.counts), _code(kind.rule), _sentence(kind.rule)


def _shown(typed: object) -> str:
    return "WAAR" if typed is True else "~~120~~150 (deels doorgehaald)" if str(typed).startswith("<r>") else str(typed)


def _value(value: object) -> str:
    if value is None or value == "":
        return "onbekend (leeg)"
    return f"{value:.10g}".replace(".", ",") if isinstance(value, int | float) else str(value)


def _code(rule: str) -> str:
    return f"`{rule}`" if rule else ""


def _severity(rule: str) -> str:
    return str(catalogue()[rule].get("ernst", "waarschuwing"))


def _sentence(rule: str) -> str:
    if not rule:
        return ""
    said = catalogue()[rule]
    return f"{said['nl']} {said.get('nl_remedy', '')}".replace("{meer}", "").strip()


def _plain(cell: str) -> str:
    return " ".join(cell.replace("|", "/").split())


def page() -> str:
    """The page with the tables in their place."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    return f"{before}{START}\n\n{markdown()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
