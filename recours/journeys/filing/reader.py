"""Reads messages in a child process, one for each process of ours: it may be killed, we may not."""

import atexit
import os
import threading

from django.conf import settings

from recours.mail.child import Reader
from recours.mail.errors import UnreadableMail
from recours.mail.shapes import ReadMail

HEAD = 65_536  # bytes: what is looked at of a message too large to be read
PASSING = frozenset({"too-long", "reader-stopped"})  # the machine may be to blame: asked twice


class _Held:
    """The reader of this process; a fork makes its own."""

    reader: Reader | None = None
    owner: int = 0
    lock = threading.Lock()


def read_arrival(raw: bytes) -> ReadMail:
    """Return what the bytes say; raise `UnreadableMail`."""
    try:
        return _reader().read(raw, trusted=settings.MAIL_TRUSTED)
    except UnreadableMail as refused:
        if refused.reason not in PASSING:
            raise
    return _reader().read(raw, trusted=settings.MAIL_TRUSTED)


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
