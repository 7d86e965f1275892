"""The life of a correction handed to the operator that keeps the ledger, as one table."""

from enum import StrEnum


class CorrectionState(StrEnum):
    """Where a correction stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    EXPORTED = "exported"
    CONFIRMED = "confirmed"
    CONTESTED = "contested"


MOVES: dict[CorrectionState, frozenset[CorrectionState]] = {
    CorrectionState.PROPOSED: frozenset({CorrectionState.APPROVED}),
    CorrectionState.APPROVED: frozenset({CorrectionState.EXPORTED}),
    CorrectionState.EXPORTED: frozenset({CorrectionState.CONFIRMED, CorrectionState.CONTESTED}),
    CorrectionState.CONTESTED: frozenset({CorrectionState.CONFIRMED}),
    CorrectionState.CONFIRMED: frozenset(),
}
WAITING = (
    CorrectionState.PROPOSED,
    CorrectionState.APPROVED,
    CorrectionState.EXPORTED,
    CorrectionState.CONTESTED,
)
