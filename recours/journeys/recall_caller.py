"""Recall who is calling: their complaints, and what was said last, while they are on the line."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from recours.complaints.queries import Row, told_near
from recours.complaints.rules.likeness import Likeness, Side, likeness
from recours.complaints.states import OPEN
from recours.correspondence.queries import MessageCard, thread
from recours.journeys.calls.sides import same_by, side_of
from recours.people.callers import same_person
from recours.people.rules import Actor

BACK = timedelta(days=730)
CASES = 6
LAST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Recalled:
    """One complaint of the caller, how much it looks like what is being said, the last words."""

    row: Row
    is_open: bool
    likeness: Likeness
    last: tuple[MessageCard, ...]


def recall_caller(
    *, customer: str, member: str, programme: str, saying: Side, actor: Actor, at: datetime
) -> list[Recalled]:
    """Return the caller's complaints: open ones first, what looks most like it first of all."""
    people = same_person(customer) if customer else {}
    near = told_near(
        actor=actor,
        programme=programme,
        customers=sorted(people),
        member=member,
        purchases=(),
        since=at - BACK,
        until=at,
    )
    found = [
        (one.row, likeness(saying, side_of(one), person=same_by(people, member, one)))
        for one in near
    ]
    found.sort(key=lambda pair: (pair[0].status not in OPEN, -pair[1].score))
    return [
        Recalled(row, row.status in OPEN, like, _last_words(row.reference, at))
        for row, like in found[:CASES]
    ]


def _last_words(reference: str, at: datetime) -> tuple[MessageCard, ...]:
    said = [m for m in thread(reference, until=at) if m.audience == "customer" and not m.template]
    return tuple(said[-LAST_WORDS:])
