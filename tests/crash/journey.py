"""The journey that is killed at every point, then played again: as a browser or a worker would."""

from contextlib import suppress
from datetime import timedelta

from django.conf import settings

from recours.cli.doctor import examine
from recours.complaints.errors import ComplaintNotToDecide
from recours.complaints.models import Complaint, Decision, FollowUp, Remedy
from recours.complaints.queries import complaint_card
from recours.complaints.states import TO_DECIDE, Outcome
from recours.correspondence.models import Letter, Message, Outbox
from recours.journeys.assemble_evidence import assemble_evidence
from recours.journeys.carry_out_decision import carry_out_decision
from recours.journeys.decide_complaint import decide_complaint
from recours.journeys.deliver_messages import deliver_messages
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.loyalty.models import Restoration
from recours.loyalty.queries import balance
from recours.people.queries import staff_by_email
from recours.trustlog.commands.sequence import sequence
from tests.crash.cast import CARD, MEMBER, NOW, RECEIPT

DUE = 124
LODGING = Lodging(
    key="the-same-form",
    kind="FID.CREDIT.MISSING",
    programme="bellerive",
    name="Alice Rivoire",
    email="alice@exemple.invalid",
    card=CARD,
    receipt=RECEIPT,
    story="La caissière a bien passé ma carte.",
)


def play() -> None:
    """Lodge, gather, decide, restore, answer, deliver, seal: once each, however often called."""
    reference = lodge_complaint(lodging=LODGING, at=NOW).reference
    deliver_messages(at=NOW + timedelta(minutes=1), limit=10)
    with suppress(ComplaintNotToDecide):
        assemble_evidence(complaint=reference, decide_alone=True, at=NOW + timedelta(minutes=2))
    card = complaint_card(reference)
    if card.status in TO_DECIDE:
        decide_complaint(
            complaint=reference,
            version=card.version,
            outcome=Outcome.FOUNDED,
            points=card.points_due or 0,
            reason="",
            actor=staff_by_email("basile@bellerive.invalid").as_actor(),
            at=NOW + timedelta(hours=1),
        )
    carry_out_decision(complaint=reference, at=NOW + timedelta(hours=1))
    deliver_messages(at=NOW + timedelta(days=3), limit=10)
    sequence(at=NOW + timedelta(days=3))


def let_leases_lapse() -> None:
    """Let five minutes pass: what a dead process held is free again."""
    Outbox.objects.filter(state="leased").update(lease_until=NOW - timedelta(days=1))


def breaches() -> list[str]:
    """Return what was lost or doubled, one sentence each."""
    counted = {
        "complaints": (Complaint.objects.count(), 1),
        "closed complaints": (Complaint.objects.filter(status="close").count(), 1),
        "settled decisions": (Decision.objects.filter(settled_at__isnull=False).count(), 1),
        "remedies": (Remedy.objects.count(), 1),
        "restorations": (Restoration.objects.count(), 1),
        "points of Alice": (balance("bellerive", MEMBER), DUE),
        "letters": (Letter.objects.count(), 1),
        "words of Alice": (Message.objects.filter(direction="in").count(), 1),
        "acknowledgements": (Outbox.objects.filter(template="acknowledgement").count(), 1),
        "answers": (Outbox.objects.filter(template="answer").count(), 1),
        "questions after closing": (FollowUp.objects.count(), 1),
        "messages sent": (Outbox.objects.filter(state="sent").count(), Outbox.objects.count()),
        "messages that left": (len(list((settings.DATA / "mail").glob("*.eml"))), 3),
    }
    found = [f"{what}: {n}, not {due}" for what, (n, due) in counted.items() if n != due]
    for finding in examine(deep=True):
        if "minute" not in finding.invariant:
            found += [f"{finding.slice}: {breach}" for breach in finding.breaches]
    return found
