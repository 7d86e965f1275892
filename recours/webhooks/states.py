"""The life of a delivery, as one table."""

from enum import StrEnum


class State(StrEnum):
    """Where a delivery stands; a dead one waits for a person."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


MOVES: dict[State, frozenset[State]] = {
    State.PENDING: frozenset({State.DELIVERED, State.DEAD}),
    State.DELIVERED: frozenset({State.PENDING}),
    State.DEAD: frozenset({State.PENDING}),
}
