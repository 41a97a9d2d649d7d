"""Real workbooks damaged at random: in their bytes, in their zip, and in the XML of their parts."""

from __future__ import annotations

import random
import re

from tests.hostile.workbooks import packed, parts

NASTY = (
    b"", b"0", b"-1", b"1e309", b"nan", b"4294967296", b"A1048577", b"XFE1", b"#REF!", b"&lt;", b"&#0;", b"&x;", b"]]>",
    b"\xff\xfe", b"\0", b"<c/>", b"<row r='-5'>", b"</sheetData>", b"<!DOCTYPE a>", b"r:id", b"_xD800_", b"9" * 400,
)  # fmt: skip


def mutated(content: bytes, seed: int) -> bytes:
    """One of many ways in which a file can be wrong; the same seed damages it the same way."""
    chance = random.Random(seed)
    kind = chance.choice((_bytes, _cut, _xml, _xml, _xml, _attributes, _attributes, _parts))
    return kind(content, chance)


def _bytes(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice((1, 2, 10, 200))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _cut(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted((chance.randrange(len(content)), chance.randrange(len(content))))
    return chance.choice((content[:end], content[start:], content[:start] + content[end:], content + content[start:]))


def _part(content: bytes, chance: random.Random) -> tuple[dict[str, bytes], str]:
    every = parts(content)
    return every, chance.choice([name for name in every if name.endswith((".xml", ".rels"))])


def _xml(content: bytes, chance: random.Random) -> bytes:
    every, name = _part(content, chance)
    data = every[name]
    for _ in range(chance.choice((1, 1, 3, 30))):
        at = chance.randrange(len(data) or 1)
        data = data[:at] + chance.choice(NASTY) + data[at + chance.choice((0, 0, 1, 5, 500)) :]
    return packed(list({**every, name: data}.items()))


def _attributes(content: bytes, chance: random.Random) -> bytes:
    """A nasty value in an attribute or between two tags, so that the XML mostly stays well-formed."""
    every, name = _part(content, chance)
    data = every[name]
    for _ in range(chance.choice((1, 3, 20))):
        places = list(re.finditer(rb'(?<==")[^"]*(?=")|(?<=>)[^<]+(?=<)', data))
        if places:
            place = chance.choice(places)
            data = data[: place.start()] + chance.choice(NASTY) + data[place.end() :]
    return packed(list({**every, name: data}.items()))


def _parts(content: bytes, chance: random.Random) -> bytes:
    """Parts left out, swapped, doubled or renamed."""
    entries = list(parts(content).items())
    at, other = chance.randrange(len(entries)), chance.randrange(len(entries))
    how = chance.randrange(4)
    if how == 0:
        del entries[at]
    elif how == 1:
        entries[at], entries[other] = (entries[at][0], entries[other][1]), (entries[other][0], entries[at][1])
    elif how == 2:
        entries.append((entries[at][0], entries[other][1]))
    else:
        entries[at] = (entries[at][0].upper(), entries[at][1])
    return packed(entries)
