"""The life of a message that leaves, as one table."""

from enum import StrEnum


class Sending(StrEnum):
    """Where an outgoing message stands."""

    PENDING = "pending"
    LEASED = "leased"
    SENT = "sent"
    FAILED = "failed"  # the server said no for good
    DEAD = "dead"  # nobody answered for five days
    WITHHELD = "withheld"  # we keep it back on purpose; a person is told


MOVES: dict[Sending, frozenset[Sending]] = {
    Sending.PENDING: frozenset({Sending.LEASED}),
    Sending.LEASED: frozenset({Sending.SENT, Sending.PENDING, Sending.FAILED, Sending.DEAD}),
    Sending.SENT: frozenset(),
    Sending.FAILED: frozenset({Sending.PENDING}),
    Sending.DEAD: frozenset({Sending.PENDING}),
    Sending.WITHHELD: frozenset({Sending.PENDING}),
}

UNDELIVERED = (Sending.FAILED, Sending.DEAD)
