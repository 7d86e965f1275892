"""Writes the bytes of an e-mail: the same message always gives the same bytes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from recours.correspondence.rules.mails import header_line

POLICY = SMTP.clone(raise_on_defect=False, cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that leaves with the message."""

    name: str
    type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the headers say; every field is made safe for a header here, whatever it holds."""

    message_id: str
    sender: str
    sender_name: str
    to: str
    to_name: str
    reply_to: str
    subject: str
    language: str
    submitted: str
    at: datetime


def message_id(*, key: str, host: str) -> str:
    """Return the Message-ID of a key: stable, so that a second copy is known as one."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host}>"


def write(*, envelope: Envelope, text: str, page: str, enclosed: Sequence[Enclosed]) -> bytes:
    """Return the message as it leaves, text first, then the same as a page, then the files."""
    message = EmailMessage(policy=POLICY)
    _write_headers(message, envelope)
    message.set_content(text, subtype="plain", charset="utf-8", cte="quoted-printable")
    message.add_alternative(page, subtype="html", charset="utf-8", cte="quoted-printable")
    for file in enclosed:
        main, _, sub = file.type.partition("/")
        message.add_attachment(file.data, maintype=main, subtype=sub, filename=file.name)
    message["Content-Language"] = header_line(envelope.language)  # last: the parts would take it
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        mark = hashlib.sha256(f"{envelope.message_id}/{number}".encode()).hexdigest()[:32]
        part.set_boundary(f"=_{mark}")
    return message.as_bytes()


def _write_headers(message: EmailMessage, envelope: Envelope) -> None:
    message["From"] = _address(envelope.sender_name, envelope.sender)
    message["To"] = _address(envelope.to_name, envelope.to)
    message["Reply-To"] = _address("", envelope.reply_to)
    message["Subject"] = header_line(envelope.subject)
    message["Date"] = format_datetime(envelope.at)
    message["Message-ID"] = envelope.message_id
    message["Auto-Submitted"] = envelope.submitted
    message["X-Auto-Response-Suppress"] = "All"


def _address(name: str, address: str) -> Address:
    return Address(display_name=header_line(name, longest=120), addr_spec=header_line(address))
