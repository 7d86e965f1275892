"""The life of a job, as one table."""

from enum import StrEnum


class State(StrEnum):
    """Where a job stands; a dead one waits for a person."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"
    DISCARDED = "discarded"


MOVES: dict[State, frozenset[State]] = {
    State.READY: frozenset({State.RUNNING, State.DISCARDED}),
    State.RUNNING: frozenset({State.DONE, State.READY, State.DEAD}),
    State.DONE: frozenset(),
    State.DEAD: frozenset({State.READY, State.DISCARDED}),
    State.DISCARDED: frozenset(),
}
