"""Note a complaint that was said: by telephone, at the counter, or in a chat pasted by an agent."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from recours.complaints.commands.finish_draft import finish_draft
from recours.complaints.commands.record_promise import record_promise
from recours.complaints.queries import complaint_seen_by, leads_to
from recours.journeys.add_to_complaint import add_to_complaint
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.people.errors import NotYours
from recours.people.rules import Actor
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact

ORAL = ("telephone", "counter", "chat")


class NotSaid(ValueError):
    """Nothing is said to a person of the house by that channel."""


@dataclass(frozen=True, slots=True)
class Call:
    """What the agent typed; `key` is the note's own, `add_to` an open complaint it belongs to."""

    key: UUID
    channel: str
    programme: str
    name: str
    story: str
    kind: str = "AUT"
    email: str = ""
    phone: str = ""
    card: str = ""
    receipt: str = ""
    wish: str = ""
    language: str = "fr"
    customer: str = ""
    member: str = ""
    add_to: str = ""
    promise: str = ""
    promise_by: date | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """The complaint the note went to, and whether it is a new one."""

    reference: str
    new: bool


@transaction.atomic
def note_call(*, call: Call, actor: Actor, at: datetime) -> Noted:
    """Register what was said, or add it to a complaint; the same note twice is one.

    A new complaint is oral: it starts the clocks of the house, not those the law counts from a
    written complaint, and the person is invited to confirm it. Raise `NotYours`, `NotSaid`.
    """
    if call.channel not in ORAL:
        raise NotSaid(call.channel)
    if not actor.serves(call.programme):
        raise NotYours(call.programme)
    noted = _add(call, actor, at) if call.add_to else _register(call, at)
    if call.promise and call.promise_by:
        record_promise(
            reference=noted.reference,
            key=f"note:{call.key}",
            text=call.promise,
            made_to=call.name,
            due_on=call.promise_by,
            actor=actor,
            at=at,
        )
    if noted.new:
        body = {"channel": call.channel, "by": actor.key}
        append(facts=[Fact(kind="complaint.noted", account=noted.reference, body=body)], at=at)
    finish_draft(key=call.key, owner=actor.key)
    return noted


def _add(call: Call, actor: Actor, at: datetime) -> Noted:
    reference = leads_to(complaint_seen_by(actor, call.add_to).reference)
    add_to_complaint(
        complaint=reference,
        author=call.name,
        text=call.story,
        channel=call.channel,
        at=at,
        key=f"note:{call.key}",
    )
    return Noted(reference, new=False)


def _register(call: Call, at: datetime) -> Noted:
    lodged = lodge_complaint(
        lodging=Lodging(
            key=f"note:{call.key}",
            kind=call.kind,
            programme=call.programme,
            name=call.name,
            email=call.email,
            phone=call.phone,
            card=call.card,
            receipt=call.receipt,
            story=call.story,
            wish=call.wish,
            channel=call.channel,
            language=call.language,
            customer=call.customer,
            member=call.member,
            oral=True,
        ),
        at=at,
    )
    return Noted(lodged.reference, new=lodged.new)
