"""Try to deliver one message once, and say what comes next."""

from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from django.db import transaction

from recours.webhooks.errors import BadAddress, NotDelivered
from recours.webhooks.models import Delivery, Endpoint
from recours.webhooks.queueing import ask
from recours.webhooks.rules.signing import headers_of
from recours.webhooks.rules.waits import wait_after
from recours.webhooks.sealing import unseal
from recours.webhooks.sending import post
from recours.webhooks.states import State

GONE = 410
TAKEN = range(200, 300)


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one attempt."""

    status: int | None
    reason: str
    milliseconds: int | None

    @property
    def is_taken(self) -> bool:
        """Say whether the receiver took the message."""
        return self.status in TAKEN


def deliver(*, delivery: str, round: int, attempts: int, at: datetime) -> State | None:  # noqa: A002  # the word of the table
    """Return where the delivery stands now, nothing when this turn is over or the endpoint is off.

    The same message keeps its name and its words at each attempt; the network is called outside
    any transaction. Called twice, it may be received twice, under the same name.
    """
    row = _turn(delivery, round, attempts)
    if row is None or not row.endpoint.is_on:
        return None
    tried = _send(row, at)
    with transaction.atomic():
        return _note(row, tried, at)


def _turn(delivery: str, turn: int, attempts: int) -> Delivery | None:
    rows = Delivery.objects.select_related("event", "endpoint")
    return rows.filter(pk=delivery, state=State.PENDING, round=turn, attempts=attempts).first()


def _send(row: Delivery, at: datetime) -> Tried:
    endpoint, event = row.endpoint, row.event
    try:
        headers = headers_of(
            keys=_keys(endpoint, at),
            message=f"msg_{event.pk.hex}",
            second=int(at.timestamp()),
            body=event.body,
        )
        answer = post(endpoint.url, headers=headers, body=event.body.encode())
    except InvalidTag:  # the key of this installation is not the one that sealed it
        return Tried(None, "secret", None)
    except BadAddress as refused:
        return Tried(None, str(refused), None)
    except NotDelivered as failed:
        return Tried(None, str(failed), None)
    reason = "" if answer.status in TAKEN else _reason(answer.status)
    return Tried(answer.status, reason, answer.milliseconds)


def _keys(endpoint: Endpoint, at: datetime) -> list[bytes]:
    keys = [unseal(endpoint.secret, of=str(endpoint.pk))]
    if endpoint.previous and endpoint.previous_until and at < endpoint.previous_until:
        keys.append(unseal(endpoint.previous, of=str(endpoint.pk)))
    return keys


def _reason(status: int) -> str:
    return "redirect" if 300 <= status < 400 else "status"  # noqa: PLR2004


def _note(row: Delivery, tried: Tried, at: datetime) -> State | None:
    """Write what came of it, unless somebody else did: a turn is noted once."""
    attempts = row.attempts + 1
    wait = None if tried.is_taken or tried.status == GONE else wait_after(attempts)
    state = State.DELIVERED if tried.is_taken else State.PENDING if wait else State.DEAD
    next_try = at + wait if wait else None
    mine = Delivery.objects.filter(
        pk=row.pk, state=State.PENDING, round=row.round, attempts=row.attempts
    ).update(
        state=state,
        attempts=attempts,
        status=tried.status,
        reason=tried.reason,
        milliseconds=tried.milliseconds,
        tried_at=at,
        next_try_at=next_try,
    )
    if not mine:
        return None
    _note_endpoint(row.endpoint, tried, at)
    if next_try:
        ask(delivery=row.pk, turn=(row.round, attempts), at=next_try)
    return state


def _note_endpoint(endpoint: Endpoint, tried: Tried, at: datetime) -> None:
    rows = Endpoint.objects.filter(pk=endpoint.pk)
    if tried.is_taken:
        rows.exclude(failing_since=None).update(failing_since=None)
        return
    rows.filter(failing_since=None).update(failing_since=at)
    if tried.status == GONE:  # its owner says there is nobody any more
        rows.filter(is_on=True).update(is_on=False, off_because="gone")
