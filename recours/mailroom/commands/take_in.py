"""Keep a message that has just arrived: its bytes are durable before anybody is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from django.db import IntegrityError, transaction

from recours.mailroom import shelf
from recours.mailroom.models import IN_THE_DATABASE, Incoming, RawMail
from recours.mailroom.rules.content import core_of
from recours.mailroom.states import Outcome, Standing

LONGEST_ADDRESS = 320
MOST_RECIPIENTS = 100
SAME_CONTENT = "same-content"
SAME_PLACE = "same-place-other-bytes"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The arrival, and whether it is the first of its content."""

    id: str
    new: bool


def take_in(
    *,
    raw: bytes,
    door: str,
    mailbox: str,
    place: str,
    envelope_from: str | None,
    envelope_to: Sequence[str],
    at: datetime,
    size: int | None = None,
) -> TakenIn:
    """Return the arrival once its bytes are committed; nothing of it is read here.

    `place` is where the message lies in `mailbox` (UIDVALIDITY/UID), empty when the door has no
    places. The same place again is the same arrival: what was begun before a crash is found again.
    The same content from elsewhere is a second arrival, recorded as a duplicate of the first.
    Whatever is raised, the message was not kept: the door refuses it for now.
    `size` is that of the whole when `raw` is only the head of what is too large to be fetched.
    """
    row = Incoming(
        id=uuid4(),
        raw_id=sha256(raw).hexdigest(),
        core_sha256=core_of(raw),
        size=len(raw) if size is None else size,
        door=door,
        mailbox=mailbox[:200],
        place=place[:120],
        envelope_from=None if envelope_from is None else _plain(envelope_from),
        envelope_to=[_plain(one) for one in envelope_to[:MOST_RECIPIENTS]],
        received_at=at,
    )
    if len(raw) > IN_THE_DATABASE:
        shelf.keep(row.raw_id, raw)
    try:
        return _write(row, raw)
    except IntegrityError:  # the same message came by another door a moment ago
        return _write(row, raw)


def _plain(address: str) -> str:
    """Return an envelope address fit for a column: anybody may write anything there."""
    return address.encode("ascii", "backslashreplace").decode().replace("\0", "")[:LONGEST_ADDRESS]


def _write(row: Incoming, raw: bytes) -> TakenIn:
    with transaction.atomic(durable=True):
        there = _at(row.mailbox, row.place)
        if there is not None and there.raw_id == row.raw_id:
            return TakenIn(str(there.pk), new=False)
        first = Incoming.objects.filter(raw=row.raw_id, original=None).only("pk").first()
        if first is not None:
            _mark_as_copy(row, first, SAME_CONTENT)
        elif there is not None:
            _mark_as_copy(row, there, SAME_PLACE)
        if there is not None:  # a server that numbers again: kept, and shown to a person
            row.place = f"{row.place[:80]}~{row.raw_id[:16]}"
            if known := _at(row.mailbox, row.place):
                return TakenIn(str(known.pk), new=False)
        _keep_bytes(row, raw)
        row.save(force_insert=True)
    return TakenIn(str(row.pk), new=first is None)


def _at(mailbox: str, place: str) -> Incoming | None:
    if not place:
        return None
    return Incoming.objects.filter(mailbox=mailbox, place=place).only("pk", "raw").first()


def _mark_as_copy(row: Incoming, original: Incoming, reason: str) -> None:
    row.original, row.reason = original, reason
    row.state, row.outcome, row.settled_at = (
        Standing.DUPLICATE,
        Outcome.DUPLICATE,
        row.received_at,
    )


def _keep_bytes(row: Incoming, raw: bytes) -> None:
    data = raw if len(raw) <= IN_THE_DATABASE else None
    kept = RawMail(sha256=row.raw_id, size=len(raw), data=data)
    RawMail.objects.bulk_create([kept], ignore_conflicts=True)
