"""Send what waits in the outbox."""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now

from recours.correspondence import store
from recours.correspondence.composing import compose
from recours.correspondence.errors import PostAway, PostDelays, PostRefuses
from recours.correspondence.models import Outbox
from recours.correspondence.postman import Postman, postman
from recours.correspondence.proof import note
from recours.correspondence.rules.deliveries import GONE, meaning_of, status_of
from recours.correspondence.rules.threads import bounce_address
from recours.correspondence.states import Sending
from recours.jobs.rules import wait_before_retry
from recours.people.commands.mark_contact import mark_contact

log = logging.getLogger("recours.mail")

LEASE = timedelta(minutes=5)
PATIENCE = timedelta(days=5)  # as long as mail servers themselves
FIRST_WAIT = 30  # seconds


@dataclass(frozen=True, slots=True)
class _Told:
    """What the server answered, when, and which one it was."""

    what: str
    at: datetime
    words: str
    server: str = ""


def deliver_outbox(*, at: datetime, limit: int, lease: timedelta = LEASE) -> int:
    """Return how many messages left, `limit` at most, in the order they were written.

    Two deliverers share the work. A process killed between the server's yes and our own note
    sends that message once more, with the same Message-ID and the same bytes: no mail system can
    promise less. A server that does not answer is asked again a quarter of an hour later at most,
    for five days; what it refuses for good is left for a person.
    """
    _take_back(at)
    due = Outbox.objects.filter(state=Sending.PENDING, next_try_at__lte=at)
    if not due.exists():
        return 0
    sent = 0
    with postman() as carrier:
        for _ in range(limit):
            row = _lease(at, lease)
            if row is None:
                break
            try:
                sent += _send(row, carrier, at)
            except PostAway as away:
                _wait_for_the_post(row, away, at)
                break
    return sent


def _take_back(at: datetime) -> None:
    """Free the messages of a deliverer that died, by the clock of the database."""
    lapsed = Outbox.objects.filter(state=Sending.LEASED, lease_until__lt=Now())
    if lapsed.exists():  # a reading first: most of the time there is nothing to lock
        lapsed.update(state=Sending.PENDING, claim="", lease_until=None, next_try_at=at)


@transaction.atomic
def _lease(at: datetime, lease: timedelta) -> Outbox | None:
    """Take the next message: what is chosen is its state, never its place after another one."""
    row = (
        Outbox.objects.filter(state=Sending.PENDING, next_try_at__lte=at)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("message")
        .order_by("next_try_at", "queued_at", "message")
        .first()
    )
    if row is None:
        return None
    row.claim, row.attempts = uuid.uuid4().hex, row.attempts + 1
    note(message=row.pk, what="attempt", key=row.claim, at=at)
    taken = Outbox.objects.filter(pk=row.pk, state=Sending.PENDING).update(
        state=Sending.LEASED,
        claim=row.claim,
        lease_until=Now() + lease,
        attempts=row.attempts,
    )
    return row if taken else None


def _send(row: Outbox, carrier: Postman, at: datetime) -> bool:
    try:
        raw = _bytes_of(row)
        sender = bounce_address(message=row.pk)
        taken = carrier.carry(message_id=row.mail_id, sender=sender, to=row.to, raw=raw)
    except PostRefuses as refused:
        log.warning("message %s is refused for good", row.mail_id)
        _settle(row, Sending.FAILED, _Told("refused", at, str(refused)))
        if meaning_of("", str(refused)) in GONE:
            mark_contact(kind="email", address=row.to, failing=True, at=at)
    except PostAway:
        raise
    except PostDelays as delayed:
        _put_off(row, str(delayed), at)
    except Exception as problem:
        log.exception("message %s cannot be made", row.mail_id)
        _put_off(row, f"{type(problem).__name__}: {problem}", at)
    else:
        told = _Told("accepted", at, taken.answer, taken.server)
        _settle(row, Sending.SENT, told, reason="", sent_at=at)
        return True
    return False


def _bytes_of(row: Outbox) -> bytes:
    """Return the exact bytes, made and kept before they are sent for the first time."""
    if row.raw_sha256:
        return store.read(row.raw_sha256)
    raw = compose(row)
    row.raw_sha256 = store.keep(raw)
    Outbox.objects.filter(pk=row.pk, claim=row.claim).update(raw_sha256=row.raw_sha256)
    return raw


def _put_off(row: Outbox, reason: str, at: datetime) -> datetime:
    """Write when to try again; after five days nobody does, and a person is told."""
    wait = wait_before_retry(job=row.mail_id, attempts=row.attempts, base=FIRST_WAIT)
    over = at - row.queued_at >= PATIENCE
    state = Sending.DEAD if over else Sending.PENDING
    _settle(row, state, _Told("delayed", at, reason), next_try_at=at + wait)
    return at + wait


def _wait_for_the_post(row: Outbox, away: PostAway, at: datetime) -> None:
    """Let every message wait for the first one: one knock at the door, and the order is kept."""
    log.warning("no mail leaves: %s", away)
    again = _put_off(row, str(away), at)
    Outbox.objects.filter(state=Sending.PENDING, next_try_at__lte=at).update(next_try_at=again)


@transaction.atomic
def _settle(row: Outbox, state: Sending, told: _Told, **changes: datetime | str) -> None:
    """Write what became of the message, unless another deliverer has taken it over.

    What the server answered is a fact all the same, and is kept.
    """
    mine = Outbox.objects.filter(pk=row.pk, state=Sending.LEASED, claim=row.claim)
    written = {"reason": told.words[:300], **changes}
    if not mine.update(state=state, claim="", lease_until=None, **written):
        log.warning("message %s was taken over by another deliverer", row.mail_id)
    note(
        message=row.pk,
        what=told.what,
        key=row.claim,
        at=told.at,
        server=told.server,
        status=status_of(told.words),
        words=told.words,
    )
