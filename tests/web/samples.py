"""Objects that pages are about, for the matrix of permissions (tests/web/guard/test_matrix.py).

A page whose row names a gate is tried by everybody on the objects of that gate. Whoever writes a
page about a new kind of object adds its sample here:

    @sample("complaint")
    def complaints(world: World) -> Things:
        mine = …  # Alice's, in the programme HERE
        return Things(
            things=(Thing({"reference": mine}, seen_by={"customer_owner", "agent", "supervisor"}),),
            missing={"reference": "R-2026-99999-X"},
        )

`seen_by` names personas of tests/web/cast.py. A part of the address that a thing does not name
(a letter's number, say) is invented: then even those who see the thing may find nothing there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from tests.web.cast import ELSEWHERE, HERE, NOW, World
from tests.web.signing import give_passkey


@dataclass(frozen=True)
class Thing:
    """One object: how an address names it, and who sees it."""

    kwargs: Mapping[str, object]
    seen_by: Iterable[str]


@dataclass(frozen=True)
class Things:
    """The objects of a gate, and an address that names none."""

    things: tuple[Thing, ...]
    missing: Mapping[str, object]


SAMPLES: dict[str, Callable[[World], Things]] = {}


def sample(gate: str):
    """Register the objects of a gate."""

    def register(factory):
        assert gate not in SAMPLES, f"two samples for {gate}"
        SAMPLES[gate] = factory
        return factory

    return register


@sample("security_key")
def security_keys(world: World) -> Things:
    """Passkeys: everybody sees their own."""

    def key_of(persona):
        return Thing({"pk": give_passkey(world.staff[persona]).pk}, seen_by={persona})

    return Things(
        things=(key_of("agent"), key_of("supervisor")),
        missing={"pk": 999_999},
    )


def _lodge(world: World, persona: str, programme: str) -> str:
    lodging = Lodging(
        key=f"matrix-{persona}",
        kind="FID.CREDIT.MISSING",
        programme=programme,
        name="Alice Rivoire",
        email=f"{persona}@example.fr",
        receipt="T-1",
        story="Il me manque des points.",
        customer=world.customers[persona],
    )
    return lodge_complaint(lodging=lodging, at=NOW).reference


@sample("complaint")
def complaints(world: World) -> Things:
    """Alice's complaint in one programme, somebody else's in another."""
    mine = _lodge(world, "customer_owner", HERE)
    theirs = _lodge(world, "customer_other", ELSEWHERE)
    here = {"customer_owner", "agent", "agent_without_factor", "supervisor"}
    readers = {"integrator", "integrator_reader"}
    there = {"customer_other", "agent_elsewhere", "supervisor", "integrator_elsewhere"}
    return Things(
        things=(
            Thing({"reference": mine}, seen_by=here | readers),
            Thing({"reference": theirs}, seen_by=there),
        ),
        missing={"reference": "R-2026-99999-X"},
    )
