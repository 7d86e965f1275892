"""Six messages that arrive, killed at every point, then delivered again as a server would."""

from datetime import timedelta

from django.conf import settings

from recours.cli.doctor import examine
from recours.complaints.models import Complaint
from recours.correspondence.models import Attachment, Message, Outbox
from recours.correspondence.rules.threads import reply_address
from recours.journeys.deliver_messages import deliver_messages
from recours.journeys.file_waiting_mail import file_waiting_mail
from recours.kernel.references import make_reference
from recours.mailroom.commands.take_in import take_in
from recours.mailroom.models import Incoming
from recours.trustlog.commands.sequence import sequence
from tests.crash.cast import NOW
from tests.mailroom.post import ALICE, letter

LARGE = b"une piece " * 110_000  # above what a row holds: the file is flushed first


def arrivals() -> list[bytes]:
    """Return a complaint with a file, a large one, an answer, a copy, a machine, and noise."""
    first = letter(message_id="<1@x>", files=(("ticket.bin", b"ticket"),))
    about = make_reference(2026, 1)
    back = reply_address(about=about, to=ALICE)
    return [
        first,
        letter("Autre", sender="b@exemple.fr", message_id="<2@x>", files=(("gros.bin", LARGE),)),
        letter("Voici.", to=back, message_id="<3@x>", files=(("suite.bin", b"suite"),)),
        first,
        letter("Absente", to=back, message_id="<5@x>", auto_submitted="auto-replied"),
        b"\0" * 100,
    ]


def play() -> None:
    """Take in, file, acknowledge, seal: once each, however often called."""
    for number, raw in enumerate(arrivals()):
        take_in(
            raw=raw,
            door="imap",
            mailbox="reclamations",
            place=f"7/{number}",
            envelope_from=None,
            envelope_to=[],
            at=NOW + timedelta(seconds=number),
        )
    file_waiting_mail(at=NOW + timedelta(minutes=1), limit=20)
    deliver_messages(at=NOW + timedelta(minutes=2), limit=20)
    sequence(at=NOW + timedelta(minutes=3))


def let_leases_lapse() -> None:
    """Let five minutes pass: what a dead process held is free again."""
    Outbox.objects.filter(state="leased").update(lease_until=NOW - timedelta(days=1))
    Incoming.objects.filter(state="pending").update(lease_until=None)


def breaches() -> list[str]:
    """Return what was lost or doubled, one sentence each."""
    outcomes = Incoming.objects.values_list("outcome", flat=True)
    heard = Message.objects.filter(direction="in")
    counted = {
        "arrivals": (Incoming.objects.count(), 6),
        "outcomes": (
            sorted(outcomes),
            ["duplicate", "new", "new", "notification", "reply", "unreadable"],
        ),
        "complaints": (Complaint.objects.count(), 2),
        "words of customers": (heard.filter(audience="customer").count(), 3),
        "words of machines": (heard.filter(audience="internal").count(), 1),
        "files": (Attachment.objects.count(), 3),
        "acknowledgements": (Outbox.objects.filter(template="acknowledgement").count(), 2),
        "messages to send": (Outbox.objects.count(), 2),
        "messages sent": (Outbox.objects.filter(state="sent").count(), 2),
        "messages that left": (len(list((settings.DATA / "mail").glob("*.eml"))), 2),
    }
    found = [f"{what}: {n}, not {due}" for what, (n, due) in counted.items() if n != due]
    for finding in examine(deep=True):
        if "minute" not in finding.invariant:
            found += [f"{finding.slice}: {breach}" for breach in finding.breaches]
    return found
