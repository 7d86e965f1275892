"""The row that every page carries: who may come, by which methods, to which kind of object."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest

from recours.people.rules import ROLES, Actor

PUBLIC = "public"
CUSTOMER = "customer"
STAFF = tuple(role for role in ROLES if role != "integrator")
READS = frozenset({"GET", "HEAD"})

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Access:
    """Who may come to a page.

    `gate` names the kind of object in the address: the view asks the slice for it, which raises
    `NotYours`, and a sample in tests/web/samples.py proves it. `factor` False lets staff in who
    have not set up their second factor yet. `api` pages answer for themselves by token.
    """

    roles: frozenset[str]
    methods: frozenset[str]
    gate: str | None = None
    factor: bool = True
    api: bool = False

    @property
    def is_public(self) -> bool:
        """Say whether anybody may come."""
        return PUBLIC in self.roles

    def admits(self, actor: Actor) -> bool:
        """Say whether this person holds one of the roles."""
        return self.is_public or not self.roles.isdisjoint(actor.roles)


class GuardedRequest(HttpRequest):
    """A request that went through the guard: it knows who acts."""

    actor: Actor
    user: Any  # the row of the member of staff, or nobody
    access: Access | None
    htmx: Any


def access(
    *,
    roles: Iterable[str],
    methods: Iterable[str] = ("GET",),
    gate: str | None = None,
    factor: bool = True,
    api: bool = False,
) -> Access:
    """Return a checked row; HEAD comes with GET."""
    wanted, verbs = frozenset(roles), frozenset(method.upper() for method in methods)
    unknown = wanted - set(ROLES) - {PUBLIC, CUSTOMER}
    if unknown or not wanted:
        raise ValueError(f"a row needs roles that exist, not {sorted(unknown)}")
    if "GET" in verbs:
        verbs |= READS
    return Access(roles=wanted, methods=verbs, gate=gate, factor=factor, api=api)


def allow(
    *,
    roles: Iterable[str],
    methods: Iterable[str] = ("GET",),
    gate: str | None = None,
    factor: bool = True,
) -> Callable[[View], View]:
    """Write the row of a view; a view without a row does not exist."""
    row = access(roles=roles, methods=methods, gate=gate, factor=factor)

    def write(view: View) -> View:
        view.access = row  # type: ignore[attr-defined]  # functions carry attributes
        return view

    return write
