"""Write what a bounce or a delivery report says on the message that it concerns."""

from datetime import datetime

from django.db import transaction

from recours.correspondence.models import Outbox
from recours.correspondence.proof import note
from recours.correspondence.rules.deliveries import what_of
from recours.correspondence.rules.mails import header_line
from recours.correspondence.rules.threads import read_bounce_address
from recours.correspondence.states import Sending
from recours.kernel.canonical import digest


@transaction.atomic
def note_delivery(
    *,
    action: str,
    status: str,
    diagnostic: str,
    at: datetime,
    message_id: str = "",
    return_path: str = "",
    server: str = "",
) -> str | None:
    """Return the key of the message, or nothing when it is none of ours.

    `return_path` is the address the report came to, signed for one message (VERP); `message_id`
    the identifier it cites. The same report again writes nothing more. A message that failed
    after a server took it becomes `bounced`: `queries.undelivered()` shows it to a person.
    """
    row = _by_address(return_path) or _by_identifier(message_id)
    if row is None:
        return None
    what = what_of(action, status)
    words = header_line(diagnostic, longest=300)
    said = digest([what, status, words, server])
    note(
        message=row.pk,
        what=what,
        key=f"{row.attempts}:{said}",
        at=at,
        server=server,
        status=status,
        words=words,
    )
    if what == "bounced":
        Outbox.objects.filter(pk=row.pk, state=Sending.SENT).update(
            state=Sending.BOUNCED, reason=f"{status} {words}".strip()[:300]
        )
    return str(row.pk)


def _by_address(address: str) -> Outbox | None:
    between = read_bounce_address(address)
    if between is None:
        return None
    return Outbox.objects.filter(pk__gte=between[0], pk__lte=between[1]).first()


def _by_identifier(text: str) -> Outbox | None:
    told = text.strip().strip("<>")
    return Outbox.objects.filter(mail_id=f"<{told}>").first() if told else None
