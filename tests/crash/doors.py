"""What the doors have in common when they are killed: three messages, kept once each, filed."""

from datetime import UTC, datetime

from django.conf import settings

from recours.cli.doctor import examine
from recours.complaints.models import Complaint
from recours.journeys.file_waiting_mail import file_waiting_mail
from recours.mailroom.models import Box, Incoming
from recours.mailroom.queries import raw_of
from recours.trustlog.commands.sequence import sequence
from tests.mailroom.post import letter

SEVERAL = 3


def messages() -> list[bytes]:
    """Return three messages; the first two have the same Message-ID, as some senders do."""
    return [
        letter(f"Lettre {n}.", sender=f"{n}@exemple.fr", message_id=f"<{max(n, 1)}@x>").replace(
            b"\n", b"\r\n"
        )
        for n in range(SEVERAL)
    ]


def let_leases_lapse() -> None:
    """Let some minutes pass: what a dead process held is free again."""
    Box.objects.update(lease_until=None)
    Incoming.objects.filter(state="pending").update(lease_until=None)


def breaches() -> list[str]:
    """File what came, and return what was lost or doubled, one sentence each."""
    file_waiting_mail(at=datetime.now(tz=UTC), limit=20)
    sequence(at=datetime.now(tz=UTC))
    firsts = [raw_of(str(row.pk)) for row in Incoming.objects.filter(original=None)]
    lost = [raw for raw in messages() if raw not in firsts]
    found = [f"lost: {raw[:60]!r}" for raw in lost]
    if len(firsts) > SEVERAL:
        found.append(f"{len(firsts)} messages came, not {SEVERAL}")
    if Complaint.objects.count() != SEVERAL:
        found.append(f"{Complaint.objects.count()} complaints, not {SEVERAL}")
    for finding in examine(deep=True):
        if "minute" not in finding.invariant:
            found += [f"{finding.slice}: {breach}" for breach in finding.breaches]
    return found


def accepted() -> set[int]:
    """Return which messages their sender was told are kept: it forgot them then."""
    told = settings.DATA / "accepted"
    return {int(number) for number in told.read_text().split()} if told.exists() else set()


def note_accepted(number: int) -> None:
    """Write, as the sender, that this one need not be sent again."""
    with (settings.DATA / "accepted").open("a") as told:
        told.write(f"{number}\n")
