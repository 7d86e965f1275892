"""Reads messages in a child process, one for each process of ours: it may be killed, we may not."""

import atexit
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings

from recours.correspondence.store import keep as keep_bytes
from recours.mail.child import Reader
from recours.mail.errors import UnreadableMail
from recours.mail.shapes import ReadMail
from recours.mailroom.queries import MailCard, waiting

HEAD = 65_536  # bytes: what is looked at of a message too large to be read
PASSING = frozenset({"too-long", "reader-stopped"})  # the machine may be to blame: asked twice


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that waits, what was read in it, and why nothing was."""

    card: MailCard
    read: ReadMail
    unreadable: str = ""


class _Held:
    """The reader of this process; a fork makes its own."""

    reader: Reader | None = None
    owner: int = 0
    lock = threading.Lock()


def take(mail: str) -> Taken | None:
    """Return what a message that waits says; nothing when it waits no more, or never came."""
    found = waiting([mail])
    return _read(*found[0], settings.MAIL_TRUSTED) if found else None


def take_ahead(mails: Sequence[str]) -> Iterator[Taken]:
    """Yield what these messages say, each read while the one before is being filed."""
    found = waiting(mails)
    trusted: tuple[str, ...] = settings.MAIL_TRUSTED
    with ThreadPoolExecutor(1, thread_name_prefix="read ahead") as ahead:
        readings = [ahead.submit(_read, card, raw, trusted) for card, raw in found]
        for reading in readings:
            yield reading.result()


def is_too_large(card: MailCard) -> bool:
    """Say whether a message is larger than what we read."""
    return card.size > settings.MAIL_LARGEST


def _read(card: MailCard, raw: bytes | None, trusted: Sequence[str]) -> Taken:
    if raw is None:
        return Taken(card, ReadMail(), "damaged")
    try:
        read = read_head(raw) if is_too_large(card) else read_arrival(raw, trusted)
    except UnreadableMail as refused:
        return Taken(card, ReadMail(), refused.reason or "unreadable")
    _write_ahead(read)
    return Taken(card, read)


def _write_ahead(read: ReadMail) -> None:
    """Put the files on the disk while the message before is filed: they are kept once each.

    What cannot be written now is written, or refused, when the message is filed.
    """
    with suppress(OSError):
        for part in read.attachments:
            keep_bytes(part.data)


def read_arrival(raw: bytes, trusted: Sequence[str] | None = None) -> ReadMail:
    """Return what the bytes say; raise `UnreadableMail`."""
    believed = settings.MAIL_TRUSTED if trusted is None else trusted
    try:
        return _reader().read(raw, trusted=believed)
    except UnreadableMail as refused:
        if refused.reason not in PASSING:
            raise
    return _reader().read(raw, trusted=believed)


def read_head(raw: bytes) -> ReadMail:
    """Return what the headers say, nothing when not even they can be read."""
    head = raw[:HEAD].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    try:
        return read_arrival(head + b"\n\n")
    except UnreadableMail:
        return ReadMail()


def _reader() -> Reader:
    with _Held.lock:
        if _Held.reader is None or _Held.owner != os.getpid():
            _Held.reader, _Held.owner = Reader(), os.getpid()
            atexit.register(_Held.reader.close)
        return _Held.reader
