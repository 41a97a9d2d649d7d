"""Municipalities and their figures from the open data service of Statistics Netherlands (CBS, OData version 3).

Written from the public description of the service and tested against a server on the own machine that answers alike;
never tried on the live service.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import httpx

import templates
from generator.ooxml.files import write_atomically
from templates import Place, Problem, Problems
from templates.plain_yaml import plain_yaml

DEFINITION = Path(templates.__file__).with_name("cbs.yaml")
TIMEOUT = 60.0
MOST_PAGES = 200
MUNICIPALITY = "GM"
REGION, TITLE, KEY = "RegioS", "Title", "Key"
NEXT = "odata.nextLink"


class Municipalities(NamedTuple):
    """A row per municipality (code, naam and the columns asked for), and the columns that could not be filled."""

    rows: tuple[Mapping[str, Any], ...]
    missing: tuple[str, ...]


@cache
def definition() -> Mapping[str, Any]:
    """The address, the table and the titles of the topics."""
    found: Mapping[str, Any] = plain_yaml(DEFINITION)
    return found


def municipalities(year: int, address: str, cached: Path, refresh: bool = False) -> Municipalities:
    """The municipalities of a year with what the table has of them; answers are kept in the folder `cached`.

    Raises `Problems`: CBS_NOT_REACHED when the service does not answer, CBS_NOT_READ when it answers something else
    than expected, CBS_NO_YEAR when the table has no municipality for that year.
    """
    service = Service(f"{address.rstrip('/')}/{definition()['tabel']}", cached, refresh)
    topics = {
        str(one.get(TITLE, "")).strip(): str(one[KEY]) for one in service.entities("DataProperties") if one.get(KEY)
    }
    wanted: Mapping[str, Sequence[str]] = definition()["kolommen"]
    keys = {name: next((topics[title] for title in titles if title in topics), "") for name, titles in wanted.items()}
    names = {str(one[KEY]).strip(): str(one[TITLE]).strip() for one in service.entities(REGION)}
    asked = f"substringof('{MUNICIPALITY}',{REGION}) and Perioden eq '{year}JJ00'"
    found = service.entities("TypedDataSet", **{"$filter": asked})
    rows = []
    for one in sorted(found, key=lambda entity: str(entity.get(REGION))):
        code = str(one.get(REGION, "")).strip()
        figures = {name: one.get(key) if key else None for name, key in keys.items()}
        if (
            code.startswith(MUNICIPALITY) and figures.get("inwoners") is not None
        ):  # those that no longer exist have none
            rows.append({"code": code, "naam": names.get(code, ""), **figures})
    if not rows:
        raise Problems([Problem("CBS_NO_YEAR", Place(service.address), {"jaar": year})])
    missing = tuple(name for name in keys if all(row[name] is None for row in rows))
    return Municipalities(tuple(rows), missing)


class Service:
    """One table of the service; every answer is kept, so that a second question needs no network."""

    def __init__(self, address: str, cached: Path, refresh: bool) -> None:
        self.address, self._cached, self._refresh = address, cached, refresh

    def entities(self, name: str, **query: str) -> list[Mapping[str, Any]]:
        """All rows of an entity set, page after page."""
        url: str | None = str(httpx.URL(f"{self.address}/{name}", params={**query, "$format": "json"}))
        found: list[Mapping[str, Any]] = []
        for _ in range(MOST_PAGES):
            if url is None:
                return found
            page = self._page(url)
            found += page["value"]
            url = page.get(NEXT)
        raise Problems([Problem("CBS_NOT_READ", Place(self.address), {"wat": name})])

    def _page(self, url: str) -> Mapping[str, Any]:
        kept = self._cached / f"{hashlib.sha256(url.encode()).hexdigest()}.json"
        if kept.is_file() and not self._refresh:
            return self._read(kept.read_bytes(), url)
        try:
            answer = httpx.get(url, timeout=TIMEOUT, follow_redirects=True).raise_for_status()
        except httpx.HTTPError as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise Problems([Problem("CBS_NOT_REACHED", Place(self.address), {"reden": reason})]) from error
        page = self._read(answer.content, url)
        self._cached.mkdir(parents=True, exist_ok=True)
        write_atomically(kept, answer.content)
        return page

    def _read(self, content: bytes, url: str) -> Mapping[str, Any]:
        try:
            page = json.loads(content)
        except ValueError:
            page = None
        if not isinstance(page, dict) or not isinstance(page.get("value"), list):
            raise Problems([Problem("CBS_NOT_READ", Place(self.address), {"wat": url})])
        return page
