"""Who may decide what alone, and who needs a second person."""

from enum import StrEnum

from recours.complaints.states import Finding, Outcome


class Authority(StrEnum):
    """What happens to a decision when somebody takes it."""

    FINAL = "final"
    SECOND_PERSON = "second person"
    REFUSED = "refused"


def authority_over(*, roles: frozenset[str], limit: int, points: int) -> Authority:
    """Return whether this person decides alone: by role, then by number of points.

    `limit` is the most points the person may give alone, 0 meaning none.
    """
    if not roles & {"agent", "supervisor"}:
        return Authority.REFUSED
    return Authority.FINAL if points <= limit else Authority.SECOND_PERSON


def decided_by_itself(*, finding: Finding, points: int, limit: int) -> bool:
    """Say whether the house answers at once: only in the customer's favour, under the limit.

    An unfavourable finding, even partly, always waits for a person (GDPR, art. 22).
    """
    return finding is Finding.FOUNDED and 0 < points <= limit


def needs_reason(*, finding: Finding, due: int, outcome: Outcome, points: int) -> bool:
    """Say whether the decision departs from what the evidence showed, or goes against somebody."""
    if outcome is not Outcome.FOUNDED:
        return True
    return finding is not Finding.FOUNDED or points != due
