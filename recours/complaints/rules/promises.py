"""Where a promise stands: owed, come due, kept or broken."""

from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """The four ways a promise can stand."""

    OWED = "owed"
    DUE = "due"
    KEPT = "kept"
    BROKEN = "broken"


def standing(
    *, kept: datetime | None, broken: datetime | None, came_due: datetime | None
) -> Standing:
    """Return where a promise stands; what was kept late was kept."""
    if kept is not None:
        return Standing.KEPT
    if broken is not None:
        return Standing.BROKEN
    return Standing.OWED if came_due is None else Standing.DUE
