"""Who may come to which page: read from the rows that the guard itself reads."""

from collections.abc import Iterator

from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver

from recours.web.guard.rows import Access
from recours.web.guard.third_party import row_of
from scripts.reference.tables import table


def permissions() -> list[str]:
    """Return every page that exists, with its row."""
    found = sorted(_pages(), key=lambda page: (page[0], page[1]))
    lines = ["# Permissions", "", "A page without a row here does not exist (404). What belongs"]
    lines += ["to somebody else does not exist either. HEAD comes with GET.", ""]
    heads = ("page", "name", "methods", "who", "whose")
    return [*lines, *table(heads, (_row(*page) for page in found))]


def _row(route: str, name: str, access: Access) -> tuple[str, ...]:
    methods = "by token" if access.api else ", ".join(sorted(access.methods - {"HEAD"}))
    who = "each operation says" if access.api else ", ".join(sorted(access.roles))
    return f"`/{route}`", name, methods, who, access.gate or ""


def _pages() -> Iterator[tuple[str, str, Access]]:
    for route, name, match in matches(get_resolver().url_patterns):
        row = row_of(match)
        if row is not None:
            yield route, name, row


def matches(
    patterns: list[URLPattern | URLResolver],
    before: str = "",
    apps: tuple[str, ...] = (),
    spaces: tuple[str, ...] = (),
) -> Iterator[tuple[str, str, ResolverMatch]]:
    """Walk the addresses as the resolver would, giving each page the match it would have."""
    for entry in patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner_apps = (*apps, entry.app_name) if entry.app_name else apps
            inner_spaces = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from matches(entry.url_patterns, route, inner_apps, inner_spaces)
            continue
        name = ":".join((*spaces, entry.name or ""))
        match = ResolverMatch(
            entry.callback, (), {}, entry.name, list(apps), list(spaces), route=route
        )
        yield route, name, match
