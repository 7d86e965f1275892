"""Messages as people and machines write them, and the way they take to the mailroom."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from recours.correspondence.models import Outbox
from recours.correspondence.rules.threads import reply_address
from recours.journeys.file_mail import Filed, file_mail
from recours.mailroom.commands.take_in import take_in

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DESK = "reclamations@recours.invalid"
ALICE = "alice.rivoire@exemple.fr"
MALLORY = "mallory@ailleurs.example"
WORDS = "Bonjour,\n\nIl me manque 248 points depuis mon achat du 7 novembre.\n\nAlice Rivoire\n"


def letter(
    text: str = WORDS,
    *,
    sender: str = f"Alice Rivoire <{ALICE}>",
    to: str = DESK,
    subject: str = "Mes points",
    message_id: str = "<a1@exemple.fr>",
    files: tuple[tuple[str, bytes], ...] = (),
    **headers: str,
) -> bytes:
    """Return a message; headers are named with underscores, empty ones are left out."""
    message = EmailMessage()
    told = {"From": sender, "To": to, "Subject": subject, "Message-ID": message_id}
    told["Date"] = "Sun, 22 Nov 2026 09:58:00 +0100"
    for name, value in (told | {n.replace("_", "-"): v for n, v in headers.items()}).items():
        if value:
            message[name] = value
    message.set_content(text)
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    if message.is_multipart():
        message.set_boundary("=_of_this_message")  # the same message is the same bytes
    return message.as_bytes()


def arrive(raw: bytes, *, at: datetime = NOW, **envelope: object) -> str:
    """Take a message in by the pipe and return its key."""
    told = {"door": "pipe", "mailbox": "", "place": "", "envelope_from": None, "envelope_to": []}
    return take_in(raw=raw, at=at, **(told | envelope)).id


def deliver(raw: bytes, *, at: datetime = NOW, **envelope: object) -> Filed:
    """Take a message in and file it at once."""
    return file_mail(mail=arrive(raw, at=at, **envelope), at=at + timedelta(seconds=2))


def acknowledgement(reference: str) -> Outbox:
    """Return the receipt written for a complaint."""
    return Outbox.objects.get(template="acknowledgement", message__about=reference)


def signed(reference: str, to: str = ALICE) -> str:
    """Return where this person answers about this case."""
    return reply_address(about=reference, to=to)


def bounce(*, of: str, to: str, sender: str = "mailer-daemon@exemple.fr") -> bytes:
    """Return what a mail server writes when it could not deliver the message `of`."""
    return f"""Return-Path: <>
From: Mail Delivery System <{sender}>
To: {DESK}
Subject: Undelivered Mail Returned to Sender
Message-ID: <dsn-1@exemple.fr>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

The message could not be delivered: user unknown.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.exemple.fr

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 user unknown

--b
Content-Type: text/rfc822-headers

From: {DESK}
To: {to}
Message-ID: {of}

--b--
""".replace("\n", "\r\n").encode()
