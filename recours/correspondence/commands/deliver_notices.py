"""Send the notifications that wait."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from recours.correspondence.errors import PostAway, PostDelays, PostRefuses, PostUnsure
from recours.correspondence.house import operator
from recours.correspondence.models import Notice, Subscription
from recours.correspondence.proof import note
from recours.correspondence.pushing import Carrier, SubscriptionGone, here
from recours.correspondence.rules.notices import notice_words
from recours.correspondence.rules.push_services import NotAService
from recours.correspondence.states import Sending
from recours.jobs.rules import wait_before_retry

log = logging.getLogger("recours.push")

FIRST_WAIT = 60  # seconds
USELESS_AFTER = timedelta(days=1)
TOO_MANY = 3  # failures in a row: the browser is forgotten


def deliver_notices(*, at: datetime, limit: int, carrier: Carrier | None = None) -> int:
    """Return how many left. Each is said once at most: it is marked before it is sent."""
    due = Notice.objects.filter(state=Sending.PENDING, next_try_at__lte=at)
    rows = due.select_related("message", "subscription").order_by("next_try_at", "id")
    return sum(_send(row, carrier or Carrier(), at) for row in rows[:limit] if _take(row))


def _take(row: Notice) -> bool:
    row.attempts += 1
    mine = Notice.objects.filter(pk=row.pk, state=Sending.PENDING)
    return bool(mine.update(state=Sending.LEASED, attempts=row.attempts, reason="unknown"))


def _send(row: Notice, carrier: Carrier, at: datetime) -> bool:
    browser = row.subscription
    plain = notice_words(
        house=str(operator()["programme"]),
        about=row.message.about,
        language=browser.language,
        address=here(),
    )
    try:
        answer = carrier.carry(
            endpoint=browser.endpoint,
            public=browser.public,
            secret=browser.secret,
            plain=plain,
            at=at,
        )
    except (SubscriptionGone, NotAService):
        browser.delete()
    except (PostAway, PostDelays) as delayed:
        _wait(row, str(delayed), at)
    except (PostRefuses, PostUnsure) as refused:
        _fail(row, str(refused))
    else:
        _note_sent(row, answer, at)
        return True
    return False


def _wait(row: Notice, why: str, at: datetime) -> None:
    late = at - row.queued_at >= USELESS_AFTER
    wait = wait_before_retry(job=str(row.pk), attempts=row.attempts, base=FIRST_WAIT)
    state = Sending.DEAD if late else Sending.PENDING
    Notice.objects.filter(pk=row.pk).update(state=state, reason=why[:200], next_try_at=at + wait)


def _fail(row: Notice, why: str) -> None:
    log.warning("notification of %s: not sent", row.message_id)
    Notice.objects.filter(pk=row.pk).update(state=Sending.FAILED, reason=why[:200])
    mine = Subscription.objects.filter(pk=row.subscription_id)
    mine.update(failures=F("failures") + 1)
    mine.filter(failures__gte=TOO_MANY).delete()


@transaction.atomic
def _note_sent(row: Notice, answer: str, at: datetime) -> None:
    Notice.objects.filter(pk=row.pk).update(state=Sending.SENT, reason="", sent_at=at)
    Subscription.objects.filter(pk=row.subscription_id).update(failures=0)
    host = answer.partition(" ")[2]
    note(
        message=row.message_id,
        what="relayed",
        key=f"push:{row.pk}",
        at=at,
        server=host,
        words=f"notification {answer}",
    )
