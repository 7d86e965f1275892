"""Fingerprints: of a message without what each relay stamps on it, of a sender, of a subject."""

import re
from hashlib import sha256

TRACES = frozenset(
    (
        b"return-path",
        b"received",
        b"delivered-to",
        b"x-original-to",
        b"envelope-to",
        b"delivery-date",
        b"x-envelope-from",
        b"x-envelope-to",
    )
)
_FROM_LINE = re.compile(rb"\A(?:>?From [^\r\n]*\r?\n)")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*")
_PREFIXES = re.compile(r"^(?:\s*(?:re|ré|rep|rép|fw|fwd|tr|aw|sv)\s*:)+", re.IGNORECASE)


def core_of(raw: bytes) -> str:
    """Return the SHA-256 of the message under the lines that its relays wrote on top of it.

    Two of our mailboxes that receive one message hold it with other lines on top; what the sender
    wrote, date and Message-ID included, is the same.
    """
    start = found.end() if (found := _FROM_LINE.match(raw)) else 0
    while (field := _FIELD.match(raw, start)) and field[1].lower() in TRACES:
        start = field.end()
    return sha256(raw[start:].replace(b"\r\n", b"\n")).hexdigest()


def sender_key(address: str) -> str:
    """Return what stands for a mailbox, empty for nobody: `alice+anything@…` is Alice's."""
    local, _, domain = address.casefold().rpartition("@")
    if not domain:
        return ""
    return sha256(f"sender\0{local.partition('+')[0]}@{domain}".encode()).hexdigest()


def subject_key(subject: str) -> str:
    """Return what stands for a subject, whatever answers and numbers were put into it."""
    bare = _PREFIXES.sub("", subject)
    letters = " ".join(re.sub(r"[\W\d_]+", " ", bare.casefold()).split())
    return sha256(f"subject\0{letters}".encode()).hexdigest()


def message_id_key(message_id: str) -> str:
    """Return what stands for a Message-ID, empty when there is none."""
    bare = message_id.strip().strip("<>").strip()
    return sha256(f"message-id\0{bare}".encode()).hexdigest() if bare else ""
