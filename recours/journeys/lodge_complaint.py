"""Receive a complaint: registered, acknowledged, its clocks started, its evidence asked for.

Everything is written in one transaction, or nothing is. The same form sent twice is one
complaint.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from recours.complaints.commands.register import NewComplaint, Registered, register
from recours.complaints.commands.tell_listeners import tell_listeners
from recours.complaints.queries import complaint_by_key
from recours.complaints.rules.clocks import StartedClock, answer_due, start_clocks
from recours.complaints.rules.kinds import kind_of
from recours.correspondence.commands.adopt_attachments import adopt_attachments
from recours.correspondence.commands.reach_customer import Given, reach_customer
from recours.correspondence.commands.record_message import record_message
from recours.forms.commands.keep_version import keep_version
from recours.jobs.commands.enqueue import enqueue
from recours.journeys.answering.log_key import log_key
from recours.journeys.calls.invitation import invite
from recours.kernel.canonical import digest
from recours.kernel.days import legal_day
from recours.people.commands.greet_customer import Greeted, greet_customer
from recours.people.commands.next_assignee import next_assignee
from recours.people.queries import member_by_card
from recours.people.rules import StaffCard
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact

OWN_PLACE = {"story", "wish"}  # answers that have a column of their own


@dataclass(frozen=True, slots=True)
class Lodging:
    """What a person told us, as they told it; only the kind and an address are owed."""

    key: str
    kind: str
    programme: str
    name: str
    email: str
    phone: str = ""
    card: str = ""
    receipt: str = ""
    store: str = ""
    bought_on: date | None = None
    total_cents: int | None = None
    claimed_points: int | None = None
    purchase: str = ""
    movement: str = ""
    story: str = ""
    wish: str = ""
    channel: str = "web"
    language: str = "fr"
    region: str = "FR"
    customer: str = ""
    member: str = ""
    attachments: Sequence[str] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)  # to the questions of its form
    subject: str = ""
    received_at: datetime | None = None  # when it arrived, if it is registered later
    withhold: str = ""  # why nobody is acknowledged yet
    written_on: date | None = None  # the day it was written, if it is not the day it arrived
    oral: bool = False  # said, not written: the written clocks wait for a confirmation


@dataclass(frozen=True, slots=True)
class Lodged:
    """What the person takes away: a reference, a code to follow it, and whether it was new.

    `same` is false when the key was used before to say something else.
    """

    reference: str
    follow_code: str
    new: bool
    same: bool


def _fingerprint(lodging: Lodging) -> str:
    """Return the SHA-256 of what was said: one key may not say two things."""
    said = {**asdict(lodging), "attachments": list(lodging.attachments)}
    said["bought_on"] = lodging.bought_on.isoformat() if lodging.bought_on else ""
    del said["received_at"], said["withhold"], said["oral"]  # ours, not theirs
    said["written_on"] = lodging.written_on.isoformat() if lodging.written_on else ""
    if not lodging.written_on:
        del said["written_on"]
    if not lodging.subject:
        del said["subject"]
    if not lodging.answers:
        del said["answers"]
    return digest(said)


def lodge_complaint(*, lodging: Lodging, at: datetime) -> Lodged:
    """Return the complaint this form became, now or the first time it was sent.

    A key sent before breaks the unique key of the register: what was begun is undone, and the
    first answer is given again.
    """
    try:
        with transaction.atomic():
            registered = _lodge(lodging, at)
    except IntegrityError:
        if known := _already(lodging):
            return known
        raise
    return Lodged(registered.reference, registered.follow_code, new=True, same=True)


def _already(lodging: Lodging) -> Lodged | None:
    known = complaint_by_key(lodging.key)
    if known is None:
        return None
    same = known.sha256 == _fingerprint(lodging)
    return Lodged(known.reference, known.follow_code, new=False, same=same)


def _greet(lodging: Lodging, at: datetime) -> Greeted:
    if lodging.customer:
        return Greeted(lodging.customer, new=False)
    return greet_customer(
        name=lodging.name,
        email=lodging.email,
        phone=lodging.phone,
        language=lodging.language,
        at=at,
    )


def _lodge(lodging: Lodging, at: datetime) -> Registered:
    arrived = lodging.received_at or at
    today = legal_day(arrived)
    greeted = _greet(lodging, at)
    customer = greeted.public_id
    assignee = next_assignee(programme=lodging.programme, at=at)
    kind = kind_of(lodging.kind)
    clocks = start_clocks(
        received_on=today,
        written_on=_written_on(lodging, today),
        region=lodging.region,
        family=kind.family,
    )
    registered = register(
        complaint=_new_complaint(lodging, customer, assignee, clocks, arrived),
    )
    about = registered.reference
    _keep_words(lodging, about, arrived)
    if not lodging.oral:
        reach_customer(
            about=about,
            customer=customer,
            given=Given(lodging.name, lodging.email, only=greeted.new),
            language=lodging.language,
            template="acknowledgement",
            values=_acknowledgement(lodging, registered, assignee, clocks, at),
            at=at,
            key=f"acknowledgement:{about}",
            withheld=lodging.withhold,
        )
    tell_listeners(reference=about, event="complaint.registered", at=at)
    append(facts=[_fact(lodging, registered, clocks)], at=at)
    if lodging.oral:
        invite(
            reference=about,
            follow_code=registered.follow_code,
            customer=customer,
            email=lodging.email,
            name=lodging.name,
            language=lodging.language,
            noted=lodging.story,
            values=_noted(lodging, assignee, clocks, at),
            at=at,
        )
    enqueue(
        kind="complaints.assemble_evidence",
        payload={"reference": about},
        at=at,
        unique_key=f"evidence:{about}",
    )
    return registered


def _keep_words(lodging: Lodging, about: str, arrived: datetime) -> None:
    """Put what was said, and shown, at the head of the thread."""
    adopt_attachments(attachments=lodging.attachments, draft=f"draft:{lodging.key}", about=about)
    record_message(
        about=about,
        direction="in",
        audience="customer",
        author=lodging.name,
        subject=lodging.subject,
        text=lodging.story,
        at=arrived,
        channel=lodging.channel,
        attachments=lodging.attachments,
        key=f"lodged:{lodging.key}",
    )


def _written_on(lodging: Lodging, arrived: date) -> date | None:
    return None if lodging.oral else lodging.written_on or arrived


def _new_complaint(
    lodging: Lodging,
    customer: str,
    assignee: StaffCard | None,
    clocks: Sequence[StartedClock],
    at: datetime,
) -> NewComplaint:
    kind = kind_of(lodging.kind)
    return NewComplaint(
        lodging_key=lodging.key,
        lodging_sha256=_fingerprint(lodging),
        kind=lodging.kind,
        programme=lodging.programme,
        member=lodging.member or _member_of(lodging),
        customer=customer,
        disputed=_disputed(lodging, at),
        story=lodging.story,
        wish=lodging.wish,
        channel=lodging.channel,
        language=lodging.language,
        region=lodging.region,
        received_at=at,
        received_on=legal_day(at),
        written_on=_written_on(lodging, legal_day(at)),
        assignee=assignee.id if assignee else "",
        points_raised=[kind.title(lodging.language)],
        clocks=clocks,
    )


def _member_of(lodging: Lodging) -> str:
    if not lodging.card:
        return ""
    found = member_by_card(lodging.programme, lodging.card)
    return found.member if found else ""


def _facts(lodging: Lodging) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "card": lodging.card,
        "receipt": lodging.receipt,
        "store": lodging.store,
        "bought_on": lodging.bought_on.isoformat() if lodging.bought_on else "",
        "total_cents": lodging.total_cents,
        "claimed_points": lodging.claimed_points,
        "purchase": lodging.purchase,
        "movement": lodging.movement,
    }
    return {name: value for name, value in facts.items() if value not in ("", None)}


def _disputed(lodging: Lodging, at: datetime) -> dict[str, Any]:
    answers = _answers(lodging, at)
    return _facts(lodging) | ({"answers": answers} if answers else {})


def _answers(lodging: Lodging, at: datetime) -> dict[str, Any]:
    """Return the answers under the version of the form they answer, for good.

    The story and the wish have their own place.
    """
    values = {code: said for code, said in lodging.answers.items() if code not in OWN_PLACE}
    if not values:
        return {}
    form = keep_version(leaf=lodging.kind, at=at)
    return {"leaf": form.leaf, "version": form.version, "sha256": form.sha256, "values": values}


def _noted(
    lodging: Lodging, assignee: StaffCard | None, clocks: Sequence[StartedClock], at: datetime
) -> dict[str, Any]:
    """Return what every first message says of the complaint."""
    kind = kind_of(lodging.kind)
    return {
        "received_at": (lodging.received_at or at).isoformat(),
        "channel": lodging.channel,
        "kind": kind.title(lodging.language),
        "wish": kind.wish(lodging.language),
        "assignee": assignee.name if assignee else "",
        "answer_due": answer_due(clocks).isoformat(),
    }


def _acknowledgement(
    lodging: Lodging,
    registered: Registered,
    assignee: StaffCard | None,
    clocks: Sequence[StartedClock],
    at: datetime,
) -> dict[str, Any]:
    by_rule = {clock.rule: clock for clock in clocks}
    written = _written_on(lodging, legal_day(lodging.received_at or at))
    return {
        **_noted(lodging, assignee, clocks, at),
        "reference": registered.reference,
        "follow_code": registered.follow_code,
        "follow_url": f"{settings.SITE_URL}/suivre/{registered.reference}/",
        "sent_on": (written or legal_day(at)).isoformat(),
        "mediator_from": by_rule["B-WAIT-2M"].customer_due.isoformat(),
        "mediator_until": by_rule["B-ADM-4"].customer_due.isoformat(),
        "missing": [],
        "log_key": log_key(),
    }


def _fact(lodging: Lodging, registered: Registered, clocks: Sequence[StartedClock]) -> Fact:
    return Fact(
        kind="complaint.registered",
        account=registered.reference,
        first=True,
        body={
            "kind": lodging.kind,
            "programme": lodging.programme,
            "channel": lodging.channel,
            "disputed": _facts(lodging),
            **({"answers_sha256": digest(dict(lodging.answers))} if lodging.answers else {}),
            "story_sha256": digest(lodging.story),
            "clocks": [
                {
                    "rule": clock.rule,
                    "starts_on": clock.starts_on.isoformat(),
                    "operator": clock.operator_due.isoformat(),
                    "customer": clock.customer_due.isoformat(),
                }
                for clock in clocks
            ],
        },
    )
