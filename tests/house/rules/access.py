"""Every page of ours carries a row: who may come, by which methods, to which kind of object."""

import re
from collections.abc import Iterable

from django.urls import URLPattern, URLResolver

from recours.web.guard.third_party import row_of
from scripts.reference.permissions import matches

NAMED = re.compile(r"<(?:\w+:)?(\w+)>")
NOT_OBJECTS = {"view", "step"}  # which list, which page of a form: words of ours, nobody's object


def pages_without_row(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    """Pages we wrote that the guard would hide: somebody forgot who may come.

    Pages of libraries without a row are hidden on purpose.
    """
    return [
        f"/{route} ({match.func.__module__}.{match.func.__qualname__}) has no row"
        for route, _, match in matches(list(patterns))
        if row_of(match) is None and match.func.__module__.startswith("recours.")
    ]


def gateless_objects(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    """Pages whose address names an object, open to some only, that do not say whose it is."""
    found = ((route, row_of(match)) for route, _, match in matches(list(patterns)))
    return [
        f"/{route} names an object and its row names no gate"
        for route, row in found
        if row is not None and not row.is_public and not row.api
        if row.gate is None and set(NAMED.findall(route)) - NOT_OBJECTS
    ]
