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
from recours.correspondence.plain import plain
from recours.correspondence.quota import take_turn
from recours.correspondence.rendering import render_text
from recours.correspondence.rules.mails import complete, header_line, language_of
from recours.correspondence.rules.threads import signed_message_id
from recours.correspondence.states import Sending
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
    spoken = language_of(language)
    told = complete(template=template, values={"operator": operator(), **plain(values)})
    if template != "acknowledgement":
        told["to_name"] = header_line(to_name, longest=120)
    subject, text = render_text(template=template, values=told, language=spoken)
    enclosed = check_enclosed(about=about, attachments=attachments)
    message = message_key(key)
    with transaction.atomic(savepoint=False):  # all was checked: what fails here undoes the caller
        leaving = _leaving(about=about, to=to, template=template, withheld=withheld, at=at)
        _write_message(message, about, subject, text, at)
        _write_outbox(message, leaving, about, spoken, template, told, at, key)
        enclose(message=message, attachments=enclosed)
    return str(message)


def _write_message(message: uuid.UUID, about: str, subject: str, text: str, at: datetime) -> None:
    row = Message(
        id=message,
        about=about,
        direction="out",
        audience="customer",
        author=operator()["name"][:120],
        channel="email",
        subject=subject,
        text=text,
        at=at,
    )
    Message.objects.bulk_create([row], ignore_conflicts=True)


def _write_outbox(
    message: uuid.UUID,
    leaving: _Leaving,
    about: str,
    language: str,
    template: str,
    told: Mapping[str, Any],
    at: datetime,
    key: str,
) -> None:
    host = urlparse(settings.SITE_URL).hostname or "localhost"
    row = Outbox(
        message_id=message,
        key=key,
        mail_id=signed_message_id(key=key, about=about, to=leaving.to, host=host),
        to=leaving.to,
        to_name=told["to_name"],
        language=language,
        template=template,
        values=dict(told),
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
    if withheld:
        return _Leaving(address, withheld)
    if template == "acknowledgement":
        if take_turn(address=address, at=at):
            return _Leaving(address)
        return _Leaving(address, "this address was acknowledged too often")
    if _sent_within_an_hour(about, at) >= MOST_AN_HOUR:
        return _Leaving(address, "too many messages about this case within an hour")
    return _Leaving(address)


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
