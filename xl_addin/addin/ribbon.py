"""The ribbon of the add-in, from the list of commands: a tab with a group per subject and a button per command.

The tag of a button carries what the callback asks before Python starts, in the order of `tag_of`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from templates.commands import CommandEntry, command_groups, with_function

TAB, KEY = "Kostenonderzoek", "KO"
BETWEEN = "|"
"""Between the parts of a tag; no word on a button holds it."""
NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
CHOOSE = (
    ("id", "ko.choose"),
    ("label", "Zelf kiezen"),
    ("keytip", "Q"),
    ("screentip", "Zelf een map of bestand kiezen"),
    (
        "supertip",
        "Aangevinkt: elke knop vraagt welke map of welk bestand. Anders neemt zij wat naast de werkmap staat.",
    ),
)


def ribbon(module: str) -> str:
    """The ribbon as XML (customUI, 2009/07). module: the VBA module in which the callbacks stand."""
    groups = "".join(_group(group.id, group.nl, module) for group in command_groups())
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<customUI xmlns="{NAMESPACE}">\n  <ribbon>\n    <tabs>\n'
        f'      <tab id="ko.tab" label="{TAB}" keytip="{KEY}">\n{groups}      </tab>\n'
        "    </tabs>\n  </ribbon>\n</customUI>\n"
    )


def tag_of(command: CommandEntry) -> str:
    """What the callback reads: name, what happens to the book, what is asked, what is usual, and both questions."""
    asks = command.asks
    asked = (asks.kind, asks.usual, asks.question, asks.said) if asks else ("", "", "", "")
    return BETWEEN.join((command.nl.name, command.book, *asked))


def _group(group: str, label: str, module: str) -> str:
    lines = [_button(one, module) for one in with_function().values() if one.group == group]
    if group == command_groups()[-1].id:
        lines.insert(0, f"          <checkBox {_attributes(CHOOSE)} onAction={quoteattr(f'{module}.SetAsking')} />\n")
    return f'        <group id="ko.{group}" label={quoteattr(label)}>\n{"".join(lines)}        </group>\n'


def _button(command: CommandEntry, module: str) -> str:
    return f"          <button {_attributes(_told(command))} onAction={quoteattr(f'{module}.RunCommand')} />\n"


def _told(command: CommandEntry) -> Iterator[tuple[str, str]]:
    yield "id", command.id
    yield "keytip", command.key
    yield "tag", tag_of(command)
    yield "label", command.nl.label
    yield "imageMso", command.icon
    yield "size", command.size
    yield "screentip", command.nl.name
    yield "supertip", command.nl.tip


def _attributes(pairs: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"{name}={quoteattr(value)}" for name, value in pairs)
