"""Tries a page as everybody, on every object, by every method, and says what does not fit its row.

What is expected is written here a second time, on purpose: from the row and from the samples, not
from the guard's own code.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.cookies import SimpleCookie

from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from ninja.operation import PathView

from recours.web.guard.rows import Access
from recours.web.guard.third_party import row_of
from scripts.reference.permissions import matches
from tests.web.cast import SESSIONS, World
from tests.web.things import Thing, Things

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
ON_OBJECTS = ("GET", "POST")  # the other methods are refused before the object is looked at
MAY_BE_WRITTEN = ("django_session", "people_cache", "people_attemptcount")
WRITES = re.compile(
    r"\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)",
    re.IGNORECASE,
)
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
INVENTED = {
    "int": 999_999,
    "uuid": "00000000-0000-4000-8000-000000000000",
}
API_GATES = {
    "reference": "complaint",
    "endpoint": "endpoint",
    "delivery": "delivery",
}  # an operation has no row of ours: its parameter tells
ANSWERS = "an answer"
LED_AWAY = "/"


@dataclass(frozen=True)
class Page:
    """One address of the site."""

    route: str
    name: str
    view: object
    row: Access | None

    @cached_property
    def parameters(self) -> dict[str, str]:
        """Return the parts of the address that name something, with their converters."""
        return {name: kind or "str" for kind, name in PARAMETER.findall(self.route)}

    @property
    def gate(self) -> str | None:
        """Return the kind of object the address names."""
        if self.row is not None and self.row.api:
            return next((API_GATES[name] for name in self.parameters if name in API_GATES), None)
        return self.row.gate if self.row else None

    def path(self, **kwargs: object) -> str:
        """Return the address for these values; what they do not name is invented."""
        values = {
            name: kwargs.get(name, INVENTED.get(kind, "inconnu"))
            for name, kind in self.parameters.items()
        }
        if "(?P" in self.route or "^" in self.route:
            return reverse(self.name, kwargs=values)
        return "/" + PARAMETER.sub(lambda found: str(values[found[2]]), self.route)

    @cached_property
    def operations(self) -> dict[str, frozenset[str] | None]:
        """Return, for a page of the API, each method and the scopes it needs (None: open)."""
        view = next(
            cell.cell_contents
            for cell in self.view.__closure__ or ()
            if isinstance(cell.cell_contents, PathView)
        )
        return {
            method: _scopes(operation)
            for operation in view.operations
            for method in operation.methods
        }


def _scopes(operation) -> frozenset[str] | None:
    if not operation.auth_callbacks:
        return None
    return frozenset().union(*(getattr(one, "scopes", ()) for one in operation.auth_callbacks))


def pages(patterns: list[URLPattern | URLResolver] | None = None) -> list[Page]:
    """Return every address of the site."""
    found = get_resolver().url_patterns if patterns is None else patterns
    return [Page(route, name, match.func, row_of(match)) for route, name, match in matches(found)]


@dataclass
class Try:
    """One request to make, and what it must answer."""

    persona: str
    method: str
    path: str
    expected: object
    faults: list[str] = field(default_factory=list)


def faults(page: Page, world: World, things: Things | None = None) -> list[str]:
    """Return what this page does that its row and its objects do not allow."""
    if page.row is None:
        return [f"/{page.route} has no row: nobody may come, and nobody said so"]
    objects = things or world.things.get(page.gate)
    if page.gate and objects is None:
        return [f"/{page.route} is about {page.gate}: add its sample to tests/web/samples.py"]
    if isinstance(objects, Exception):
        return [f"the sample of {page.gate} failed: {objects!r}"]
    found: list[str] = []
    for one in _tries(page, world, objects):
        found += _faults_of(one, world)
    return found


def _tries(page: Page, world: World, objects: Things | None) -> Iterator[Try]:
    choices = [*objects.things, Thing(objects.missing, seen_by=())] if objects else [None]
    for turn, persona in enumerate(world.clients):
        for number, thing in enumerate(choices):
            for method in _methods(page, turn) if number == 0 else ON_OBJECTS:
                path = page.path(**(thing.kwargs if thing else {}))
                expected = _expected(page, world, persona, method, thing)
                yield Try(persona, method, path, expected)


def _methods(page: Page, turn: int) -> list[str]:
    """Return every method the page declares, GET and POST, and some of the others in turn.

    The guard refuses undeclared methods before anything else: each is tried by a third of the
    people on each page, by everybody over the site.
    """
    declared = page.operations if page.row.api else page.row.methods
    start = zlib.crc32(page.route.encode()) + turn
    return [
        method
        for number, method in enumerate(METHODS)
        if method in declared or method in ON_OBJECTS or (number + start) % 3 == 0
    ]


def _expected(page: Page, world: World, persona: str, method: str, thing: Thing | None) -> object:
    if page.row.api:
        return _expected_of_api(page, world, persona, method, thing)
    return _expected_of_page(page, world, persona, method, thing)


def _expected_of_page(page, world, persona, method, thing) -> object:
    row = page.row
    known = method in row.methods
    if "public" in row.roles:
        return _expected_of_public(page, known, persona, thing)
    if persona not in SESSIONS or persona == "anonymous":  # a token opens no page
        return _expected_of_stranger(known, method)
    if row.roles.isdisjoint(world.roles[persona]) or not known:
        return 405 if row.roles & world.roles[persona] else 404
    if persona == "agent_without_factor" and row.factor:
        return "/compte/second-facteur/"
    if persona == "agent_without_factor":  # some pages are about a factor that is not there
        return (_on(page, persona, thing), 403, 404)
    return _on(page, persona, thing)


def _expected_of_public(page, known, persona, thing) -> object:
    if not known:
        return 405
    if thing is None or persona in thing.seen_by:
        return (ANSWERS, 404)
    return (LED_AWAY, 404)  # anybody may knock; only those who see the thing get in


def _expected_of_stranger(known, method) -> object:
    if not known:
        return 405
    return "/connexion/" if method in {"GET", "HEAD"} else 403


def _expected_of_api(page, world, persona, method, thing) -> object:
    if method not in page.operations:
        return 405
    scopes = page.operations[method]
    if scopes is None:
        return ANSWERS
    if persona not in world.scopes:
        return 401
    if not scopes <= world.scopes[persona]:
        return 403
    return _on(page, persona, thing)


def _on(page: Page, persona: str, thing: Thing | None) -> object:
    """Return what somebody who may come to the page finds there."""
    if thing is None:
        return (ANSWERS, 404) if page.parameters else ANSWERS
    if persona not in thing.seen_by:
        return 404
    complete = set(page.parameters) <= set(thing.kwargs)
    return ANSWERS if complete else (ANSWERS, 404)


def _faults_of(one: Try, world: World) -> list[str]:
    client = world.clients[one.persona]
    with _rolled_back(client), _watched() as written:
        answer = client.generic(one.method, one.path)
    said = f"{one.method} {one.path} as {one.persona}"
    found = []
    if not _fits(one.expected, answer):
        found.append(f"{said}: {answer.status_code}, expected {one.expected}")
    if one.method in {"GET", "HEAD", "OPTIONS", "TRACE"} and written:
        found.append(f"{said}: wrote {', '.join(sorted(set(written)))}")
    return found


def _fits(expected: object, answer) -> bool:
    if isinstance(expected, tuple):
        return any(_fits(one, answer) for one in expected)
    if expected == ANSWERS:
        return answer.status_code < 500 and answer.status_code not in {401, 403, 404, 405}
    if isinstance(expected, str):
        return answer.status_code == 302 and expected in answer["Location"]
    return answer.status_code == expected


@contextmanager
def tried():
    """A transaction that durable ones may be inside, as in Django's own test case."""
    block = transaction.atomic()
    block._from_testcase = True  # noqa: SLF001  # what Django's TestCase does
    with block:
        yield


@contextmanager
def undone():
    """The same, of which nothing stays."""
    with tried():
        yield
        transaction.set_rollback(True)


@contextmanager
def _rolled_back(client):
    """Undo what a request did, in the database and in the browser: the world stays the same."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with undone():
        yield
    client.cookies = SimpleCookie(cookies)


@contextmanager
def _watched():
    """Name the tables that statements write, whether or not a row changes in the end."""
    written: list[str] = []

    def look(execute, sql, params, many, context):
        if found := WRITES.match(sql):
            table = found[1]
            if table not in MAY_BE_WRITTEN:
                written.append(table)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield written
