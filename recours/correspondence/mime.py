"""Writes the bytes of an e-mail: the same message always gives the same bytes.

Headers are written the old way (compat32), each already encoded: the newer classes decode what a
value holds, and `=?utf-8?q?x=0D=0ABcc:…?=` then makes a header of its own.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import encoders
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime

from recours.correspondence.rules.mails import header_line

POLICY = compat32.clone(linesep="\r\n")
UTF8 = Charset("utf-8")
UTF8.body_encoding = QP


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


def write(*, envelope: Envelope, text: str, page: str, enclosed: Sequence[Enclosed]) -> bytes:
    """Return the message as it leaves, text first, then the same as a page, then the files."""
    mark = hashlib.sha256(envelope.message_id.encode()).hexdigest()[:32]
    body = MIMEMultipart("alternative", boundary=f"=_a{mark}")
    body.attach(MIMEText(text, "plain", UTF8))  # type: ignore[arg-type]  # a Charset is welcome
    body.attach(MIMEText(page, "html", UTF8))  # type: ignore[arg-type]
    message: Message = body
    if enclosed:
        message = MIMEMultipart("mixed", boundary=f"=_m{mark}")
        message.attach(body)
        for file in enclosed:
            message.attach(_part(file))
    _write_headers(message, envelope)
    return message.as_bytes(policy=POLICY)


def _part(file: Enclosed) -> MIMEBase:
    main, _, sub = file.type.partition("/")
    part = MIMEBase(main, sub)
    part.set_payload(file.data)
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=_file_name(file.name))
    return part


def _file_name(name: str) -> str | tuple[str, str, str]:
    line = header_line(name) or "piece"
    return line if line.isascii() and "=?" not in line else ("utf-8", "", line)


def _write_headers(message: Message, envelope: Envelope) -> None:
    message["From"] = _address(envelope.sender_name, envelope.sender)
    message["To"] = _address(envelope.to_name, envelope.to)
    message["Reply-To"] = _address("", envelope.reply_to)
    message["Subject"] = _words(envelope.subject)
    message["Date"] = format_datetime(envelope.at)
    message["Message-ID"] = envelope.message_id
    message["Content-Language"] = header_line(envelope.language)
    message["Auto-Submitted"] = envelope.submitted
    message["X-Auto-Response-Suppress"] = "All"


def _words(text: str) -> str:
    """Return text for a header, encoded as soon as a reader could take it for something else."""
    line = header_line(text)
    if line.isascii() and "=?" not in line:
        return line
    return Header(line, "utf-8", maxlinelen=72).encode(linesep="\r\n")


def _address(name: str, address: str) -> str:
    """Return an address with its name, quoted when it is plain and encoded when it is not."""
    plain, line = header_line(address), header_line(name, longest=120)
    if not line:
        return plain
    if line.isascii() and "=?" not in line:
        quoted = line.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}" <{plain}>'
    return f"{Header(line, 'utf-8', maxlinelen=72).encode(linesep=chr(13) + chr(10))} <{plain}>"
