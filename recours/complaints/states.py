"""The life of a complaint, as one table."""

from enum import StrEnum


class Status(StrEnum):
    """Where a complaint stands; the word people read is in the pill of the same name."""

    RECEPTION = "reception"
    ANALYSIS = "analyse"
    DECISION = "decision"
    APPROVAL = "approbation"
    REMEDY = "mesure"
    CLOSED = "close"
    MERGED = "jointe"


MOVES: dict[Status, frozenset[Status]] = {
    Status.RECEPTION: frozenset({Status.ANALYSIS, Status.DECISION, Status.REMEDY, Status.MERGED}),
    Status.ANALYSIS: frozenset({Status.DECISION, Status.APPROVAL, Status.REMEDY, Status.MERGED}),
    Status.DECISION: frozenset({Status.ANALYSIS, Status.APPROVAL, Status.REMEDY, Status.MERGED}),
    Status.APPROVAL: frozenset({Status.DECISION, Status.REMEDY}),
    Status.REMEDY: frozenset({Status.CLOSED}),
    Status.CLOSED: frozenset({Status.ANALYSIS}),
    Status.MERGED: frozenset({Status.RECEPTION, Status.ANALYSIS, Status.DECISION}),
}

OPEN = frozenset(Status) - {Status.CLOSED, Status.MERGED}
TO_DECIDE = frozenset({Status.ANALYSIS, Status.DECISION})
NOT_DECIDED = TO_DECIDE | {Status.RECEPTION}


class Finding(StrEnum):
    """What the evidence says, before anybody decides."""

    FOUNDED = "founded"
    PARTLY = "partly"
    UNFOUNDED = "unfounded"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What the house decides."""

    FOUNDED = "founded"
    PARTLY = "partly"
    UNFOUNDED = "unfounded"


def awaits(status: Status) -> str:
    """Return what an open complaint waits for from us: the lists agents work from."""
    if status in {Status.RECEPTION, *TO_DECIDE}:
        return "decision"
    return {Status.APPROVAL: "approval", Status.REMEDY: "remedy"}.get(status, "")
