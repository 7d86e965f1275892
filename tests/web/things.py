"""What the matrix of permissions tries: objects, who sees them, where each gate finds its own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.web.cast import World


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
