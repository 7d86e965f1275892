"""Addresses and identifiers that prove a reply: signed, one for each recipient.

- Reply-To: `reclamations+rTOKEN@…`, where TOKEN holds the case, the recipient and a seal.
- Message-ID: `<mTOKEN@…>`, the same and what is drawn from the outbox key.
- Envelope sender: `reclamations+bTOKEN@…`, where TOKEN holds the message: what bounces comes there.

The domain and the name before the token are not looked at: they may change while people still
answer to what they received; the seal is what counts. The key is `RECOURS_DATA/keys/threads.key`.
"""

import re
import uuid

from django.conf import settings

from recours.correspondence.keyring import keys_of
from recours.correspondence.rules.signing import (
    RECIPIENT,
    UNIQUE,
    Thread,
    pack_thread,
    recipient_sha,
    sign,
    unique_of,
    unpack_thread,
    unsign,
)

__all__ = [
    "Thread",
    "bounce_address",
    "read_bounce_address",
    "read_message_id",
    "read_reply_address",
    "recipient_sha",
    "reply_address",
    "signed_message_id",
]

KEY = "threads.key"
LONGEST_LOCAL = 64  # RFC 5321
LONGEST_READ = 320
THREAD = 5 + RECIPIENT
MESSAGE = 10  # bytes of the message's own key: enough to find it
_TAGGED = re.compile(r"[^\s@<>]+\+([rb])([a-z2-7]{32})@[^\s@<>]+")
_IDENTIFIER = re.compile(r"m([a-z2-7]{48})@[^\s@<>]+")


def reply_address(*, about: str, to: str) -> str:
    """Return where this recipient answers about this case.

    Plain when `about` is no complaint (a sign-in code), or when the token would not fit.
    """
    body = pack_thread(about, to)
    if body is None:
        return settings.MAIL_REPLY
    return _tagged(settings.MAIL_REPLY, "r" + sign(keys_of(KEY), "reply", body))


def read_reply_address(address: str) -> Thread | None:
    """Return what a reply address of ours says; nothing for any other, or one tampered with."""
    body = _read(address, "r", "reply", THREAD)
    return None if body is None else unpack_thread(body)


def bounce_address(*, message: uuid.UUID) -> str:
    """Return the envelope sender of a message: what comes there concerns it (VERP)."""
    told = "b" + sign(keys_of(KEY), "bounce", message.bytes[:MESSAGE])
    return _tagged(settings.MAIL_BOUNCE, told)


def read_bounce_address(address: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Return the keys between which the message lies, or nothing."""
    body = _read(address, "b", "bounce", MESSAGE)
    if body is None:
        return None
    rest = 16 - MESSAGE
    return uuid.UUID(bytes=body + b"\x00" * rest), uuid.UUID(bytes=body + b"\xff" * rest)


def signed_message_id(*, key: str, about: str, to: str, host: str) -> str:
    """Return the Message-ID of an outbox key: the same each time, and nobody else can make it."""
    keys = keys_of(KEY)
    unique = unique_of(keys, key)
    body = pack_thread(about, to)
    if body is None:
        return f"<{unique.hex()[:40]}@{host}>"
    return f"<m{sign(keys, 'message', body + unique[:UNIQUE])}@{host}>"


def read_message_id(text: str) -> Thread | None:
    """Return what a Message-ID of ours says, with or without its angle brackets."""
    if len(text) > LONGEST_READ:
        return None
    found = _IDENTIFIER.fullmatch(text.strip().strip("<>").lower())
    if found is None:
        return None
    body = unsign(keys_of(KEY), "message", found[1], THREAD + UNIQUE)
    return None if body is None else unpack_thread(body)


def _tagged(address: str, told: str) -> str:
    local, _, domain = address.rpartition("@")
    tagged = f"{local}+{told}"
    return f"{tagged}@{domain}" if len(tagged) <= LONGEST_LOCAL else address


def _read(address: str, letter: str, purpose: str, length: int) -> bytes | None:
    if len(address) > LONGEST_READ:
        return None
    found = _TAGGED.fullmatch(address.strip().strip("<>").lower())
    if found is None or found[1] != letter:
        return None
    return unsign(keys_of(KEY), purpose, found[2], length)
