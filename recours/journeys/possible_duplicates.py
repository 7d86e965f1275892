"""Find the complaints that may be the same as this one, and say why."""

from dataclasses import dataclass
from datetime import timedelta

from recours.complaints.queries import Row, complaint_seen_by, told, told_near
from recours.complaints.rules.likeness import Likeness, likeness
from recours.journeys.calls.sides import same_by, side_of
from recours.people.callers import same_person
from recours.people.rules import Actor

AROUND = timedelta(days=120)
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A complaint that looks like this one, how much, and by what."""

    row: Row
    likeness: Likeness


def possible_duplicates(*, complaint: str, actor: Actor) -> list[Candidate]:
    """Return the likely ones, the likeliest first, within the person's rights (five at most)."""
    card = complaint_seen_by(actor, complaint)
    this = told(complaint)
    people = same_person(card.customer)
    near = told_near(
        actor=actor,
        programme=card.programme,
        customers=sorted(people),
        member=card.member,
        purchases=sorted(this.purchases),
        since=card.received_at - AROUND,
        until=card.received_at + AROUND,
        but=complaint,
    )
    found = [
        Candidate(
            one.row,
            likeness(side_of(this), side_of(one), person=same_by(people, card.member, one)),
        )
        for one in near
    ]
    likely = [one for one in found if one.likeness.proposed]
    return sorted(likely, key=lambda one: (-one.likeness.score, one.row.reference))[:SHOWN]
