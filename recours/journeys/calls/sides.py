"""The two sides of a comparison, as the rule of likeness takes them."""

from recours.complaints.queries import Told
from recours.complaints.rules.likeness import Side
from recours.kernel.days import legal_day


def same_by(people: dict[str, str], member: str, one: Told) -> str:
    """Return how it is the same person, or nothing."""
    known = people.get(one.row.customer, "")
    if known:
        return known
    return "card" if member and one.member == member else ""


def side_of(one: Told) -> Side:
    """Return what a complaint says, in the plain values the comparison takes."""
    return Side(
        reference=one.row.reference,
        kind=one.row.kind.code,
        channel=one.channel,
        received_on=legal_day(one.row.received_at),
        story=one.story,
        receipt=one.receipt,
        purchases=one.purchases,
    )
