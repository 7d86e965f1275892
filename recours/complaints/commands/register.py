"""Write a complaint in the register, with its number, its clocks and what it raises."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from recours.complaints.models import Clock, Complaint, DisputedPurchase, PointRaised
from recours.complaints.rules.clocks import StartedClock, next_due
from recours.complaints.states import Status, awaits
from recours.complaints.timing import started
from recours.kernel.references import make_reference

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
FOLLOW_CODE_LENGTH = 8
# One statement counts and reads: numbers follow one another however many arrive at once.
_NEXT = """
INSERT INTO complaints_yearcount AS known (year, last) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last = known.last + 1 RETURNING last
"""


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """What is known of a complaint when it arrives."""

    lodging_key: str
    lodging_sha256: str
    kind: str
    programme: str
    member: str
    customer: str
    disputed: Mapping[str, Any]
    story: str
    wish: str
    channel: str
    language: str
    region: str
    received_at: datetime
    received_on: date
    written_on: date | None
    assignee: str
    points_raised: Sequence[str]
    clocks: Sequence[StartedClock]


@dataclass(frozen=True, slots=True)
class Registered:
    """The complaint as the register knows it."""

    reference: str
    follow_code: str


def register(*, complaint: NewComplaint) -> Registered:
    """Return the new reference; `lodging_key` is unique, a second call breaks the transaction."""
    first = next_due(complaint.clocks)
    row = Complaint.objects.create(
        reference=make_reference(
            complaint.received_on.year, _next_number(complaint.received_on.year)
        ),
        lodging_key=complaint.lodging_key,
        lodging_sha256=complaint.lodging_sha256,
        follow_code="".join(secrets.choice(ALPHABET) for _ in range(FOLLOW_CODE_LENGTH)),
        kind=complaint.kind,
        status=Status.RECEPTION,
        awaits=awaits(Status.RECEPTION),
        programme=complaint.programme,
        member=complaint.member,
        customer=complaint.customer,
        disputed=dict(complaint.disputed),
        story=complaint.story,
        wish=complaint.wish,
        channel=complaint.channel,
        language=complaint.language,
        region=complaint.region,
        received_at=complaint.received_at,
        written_on=complaint.written_on,
        assignee=complaint.assignee,
        next_due=first.operator_due,
        next_rule=first.rule,
    )
    PointRaised.objects.bulk_create(
        PointRaised(complaint=row, position=position, text=text)
        for position, text in enumerate(complaint.points_raised, start=1)
    )
    Clock.objects.bulk_create(started(row, clock) for clock in complaint.clocks)
    if purchase := complaint.disputed.get("purchase"):
        DisputedPurchase.objects.create(
            complaint=row, programme=complaint.programme, purchase=purchase
        )
    return Registered(row.reference, row.follow_code)


def _next_number(year: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [year])
        return int(cursor.fetchone()[0])
