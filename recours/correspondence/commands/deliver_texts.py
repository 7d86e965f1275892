"""Send the text messages that wait."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from recours.correspondence.errors import PostAway, PostDelays, PostRefuses, PostUnsure
from recours.correspondence.models import TextMessage
from recours.correspondence.proof import note
from recours.correspondence.states import Sending
from recours.correspondence.texting import Ovh, texter
from recours.jobs.rules import wait_before_retry

log = logging.getLogger("recours.texts")

FIRST_WAIT = 60  # seconds
USELESS_AFTER = timedelta(days=1)  # an announcement says that something is new


def deliver_texts(*, at: datetime, limit: int) -> int:
    """Return how many left. Each is said once at most.

    It is marked before it is sent: of a process that dies meanwhile, and of an answer that was
    lost, nobody knows, and an announcement is not worth saying twice.
    """
    due = TextMessage.objects.filter(state=Sending.PENDING, next_try_at__lte=at)
    carrier = texter() if due.exists() else None
    sent = 0
    for row in due.order_by("next_try_at", "message")[:limit] if carrier else ():
        if carrier and _take(row):
            sent += _send(row, carrier, at)
    return sent


def _take(row: TextMessage) -> bool:
    row.attempts += 1
    mine = TextMessage.objects.filter(pk=row.pk, state=Sending.PENDING)
    return bool(mine.update(state=Sending.LEASED, attempts=row.attempts, reason="unknown"))


def _send(row: TextMessage, carrier: Ovh, at: datetime) -> bool:
    try:
        answer = carrier.carry(to=row.to, text=row.text)
    except (PostAway, PostDelays) as delayed:
        wait = wait_before_retry(job=str(row.pk), attempts=row.attempts, base=FIRST_WAIT)
        late = at - row.queued_at >= USELESS_AFTER
        state = Sending.DEAD if late else Sending.PENDING
        _settle(row, state, str(delayed), next_try_at=at + wait)
        return False
    except (PostRefuses, PostUnsure) as refused:
        log.warning("text message of %s: not sent", row.pk)
        _settle(row, Sending.FAILED, str(refused))
        return False
    with transaction.atomic():
        _settle(row, Sending.SENT, "", sent_at=at)
        words = f"SMS {answer}"
        note(message=row.pk, what="relayed", key="sms", at=at, server=carrier.host, words=words)
    return True


def _settle(row: TextMessage, state: Sending, reason: str, **changes: datetime) -> None:
    TextMessage.objects.filter(pk=row.pk).update(state=state, reason=reason[:200], **changes)
