"""Write an e-mail that will leave, in the transaction that decided it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.db import transaction

from recours.correspondence.enclosing import check_enclosed, enclose
from recours.correspondence.house import operator
from recours.correspondence.keys import message_key
from recours.correspondence.models import Message, Outbox
from recours.correspondence.quota import take_turn
from recours.correspondence.rules.mails import header_line
from recours.correspondence.rules.threads import signed_message_id
from recours.correspondence.states import Sending
from recours.correspondence.wording import Worded, put_into_words, write_down
from recours.people.errors import BadAddress
from recours.people.rules import normalise_email

MOST_AN_HOUR = 10  # about one case: more is a machine answering a machine


@dataclass(frozen=True, slots=True)
class _Leaving:
    """Whether the message leaves, and if not, why."""

    to: str
    reason: str = ""


def queue_email(
    *,
    about: str,
    to: str,
    to_name: str,
    language: str,
    template: str,
    values: Mapping[str, Any],
    at: datetime,
    key: str,
    attachments: Sequence[str] = (),
    withheld: str = "",
) -> str:
    """Return the key of the message; the same `key` again writes nothing more.

    The words are fixed now; the bytes are made once, before the first sending. A message that
    must not leave (no usable address, one acknowledgement too many) is kept back with its reason
    and stands in `queries.withheld()`: what it was about goes on all the same. `withheld` is the
    caller's own reason to keep it back: a sender whom nothing proves, for one. Raise
    `MissingValue` when the template lacks something it owes, `NotOurWords` when an
    acknowledgement would carry a stranger's words.
    """
    worded = put_into_words(template=template, values=values, language=language, to_name=to_name)
    enclosed = check_enclosed(about=about, attachments=attachments)
    message = message_key(key)
    with transaction.atomic(savepoint=False):  # all was checked: what fails here undoes the caller
        leaving = _leaving(about=about, to=to, template=template, withheld=withheld, at=at)
        write_down(message=message, about=about, channel="email", worded=worded, at=at)
        _write_outbox(message, leaving, about, template, worded, at, key)
        enclose(message=message, attachments=enclosed)
    return str(message)


def _write_outbox(
    message: uuid.UUID,
    leaving: _Leaving,
    about: str,
    template: str,
    worded: Worded,
    at: datetime,
    key: str,
) -> None:
    host = urlparse(settings.SITE_URL).hostname or "localhost"
    row = Outbox(
        message_id=message,
        key=key,
        mail_id=signed_message_id(key=key, about=about, to=leaving.to, host=host),
        to=leaving.to,
        to_name=worded.told["to_name"],
        language=worded.language,
        template=template,
        worded=worded.version,
        values=dict(worded.told),
        state=Sending.WITHHELD if leaving.reason else Sending.PENDING,
        reason=leaving.reason,
        queued_at=at,
        next_try_at=at,
    )
    Outbox.objects.bulk_create([row], ignore_conflicts=True)


def _leaving(*, about: str, to: str, template: str, withheld: str, at: datetime) -> _Leaving:
    try:
        address = _deliverable(normalise_email(to))
    except (BadAddress, UnicodeError):
        return _Leaving(header_line(to, longest=254), "no usable address")
    if _is_ours(address):
        return _Leaving(address, "this is our own address")
    return _Leaving(address, withheld or _too_often(about, address, template, at))


def _too_often(about: str, address: str, template: str, at: datetime) -> str:
    """Say why one more message would be one too many; nothing when it would not."""
    if template == "acknowledgement":
        turn = take_turn(address=address, at=at)
        return "" if turn else "this address was acknowledged too often"
    if _sent_within_an_hour(about, at) >= MOST_AN_HOUR:
        return "too many messages about this case within an hour"
    return ""


def _is_ours(address: str) -> bool:
    """Say whether the address is one of ours, whatever token it carries."""
    ours = (settings.MAIL_FROM, settings.MAIL_REPLY, settings.MAIL_BOUNCE, operator()["email"])
    local, _, domain = address.partition("@")
    plain = f"{local.partition('+')[0]}@{domain}"
    return any(one.lower() in {address, plain} for one in ours)


def _deliverable(address: str) -> str:
    """Return the address as every mail server reads it; raise `UnicodeError` when none could."""
    local, _, domain = address.rpartition("@")
    return f"{local.encode('ascii').decode()}@{domain.encode('idna').decode()}"


def _sent_within_an_hour(about: str, at: datetime) -> int:
    return Message.objects.filter(
        about=about,
        channel="email",
        direction="out",
        at__gt=at - timedelta(hours=1),
        at__lte=at,
    ).count()
