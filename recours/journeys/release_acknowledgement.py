"""Let an acknowledgement leave that we kept back: a person answers for it."""

from datetime import datetime

from django.db import transaction

from recours.complaints.queries import complaint_seen_by
from recours.correspondence.commands.resend import resend
from recours.correspondence.errors import MessageNotFound
from recours.correspondence.queries import mail
from recours.correspondence.states import Sending
from recours.people.errors import BadAddress
from recours.people.rules import Actor, normalise_email
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact

TEMPLATE = "acknowledgement"


@transaction.atomic
def release_acknowledgement(*, message: str, actor: Actor, at: datetime) -> str:
    """Return the case; raise `MessageNotFound` when no such receipt waits, `NotYours`.

    Raise `BadAddress` when it has nowhere to go. Who let it leave is in the log of the case.
    """
    kept = mail(message)
    if kept.template != TEMPLATE or kept.state != Sending.WITHHELD:
        raise MessageNotFound(message)
    case = complaint_seen_by(actor, kept.about).reference
    if not kept.to:
        raise BadAddress(kept.to)
    normalise_email(kept.to)
    resend(message=message, at=at)
    body = {"by": actor.key, "reason": kept.reason}
    append(facts=[Fact(kind="acknowledgement.released", account=case, body=body)], at=at)
    return case
