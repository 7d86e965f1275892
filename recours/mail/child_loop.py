"""The process that reads: one message in, one answer out, until its pipe closes.

Nothing of Django is imported here, and nothing of the machine is known to it: no environment, no
file but those of Python. A message that takes too much memory ends in a refusal; one that takes
too much time ends with the process, and the other side starts another.
"""

import json
import os
import resource
import struct
from typing import BinaryIO

from recours.mail.errors import UnreadableMail
from recours.mail.limits import LIMITS
from recours.mail.read import read_mail

QUESTION = struct.Struct(">IQ")  # length of the trusted servers as JSON, length of the message
ANSWER = struct.Struct(">BIQ")  # 1 when read, length of the JSON, length of the bytes of the files
_GROWTH = 256 * 1024 * 1024


def main() -> None:
    """Serve the pipe of standard input and output."""
    source, sink = os.fdopen(0, "rb"), os.fdopen(1, "wb")
    warm_up()
    limit_growth()
    while serve_one(source, sink):
        pass


def warm_up() -> None:
    """Read one message, so that what is built at the first use is built before the limits."""
    read_mail(b"From: a@example.org\nContent-Type: text/html\n\n<p>Bonjour</p>")


def limit_growth() -> None:
    """Forbid this process to grow, to write files, to leave a core."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - before any import
        now = int(statm.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + _GROWTH, now + _GROWTH))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve_one(source: BinaryIO, sink: BinaryIO) -> bool:
    """Answer one question; return False when there is none left."""
    head = source.read(QUESTION.size)
    if len(head) < QUESTION.size:
        return False
    trusted_size, size = QUESTION.unpack(head)
    try:
        trusted = json.loads(source.read(trusted_size))
        raw = source.read(size)
    except MemoryError:
        _refuse(sink, "too-much-memory")
        return False  # what is left in the pipe is no question
    try:
        read = read_mail(raw, trusted=trusted, limits=LIMITS)
        document = json.dumps(read.as_json(), ensure_ascii=False).encode()
        blobs = read.blob()
    except UnreadableMail as why:
        _refuse(sink, why.reason)
        return True
    except MemoryError:
        _refuse(sink, "too-much-memory")
        return True
    sink.write(ANSWER.pack(1, len(document), sum(len(each) for each in blobs)))
    sink.write(document)
    sink.writelines(blobs)
    sink.flush()
    return True


def _refuse(sink: BinaryIO, reason: str) -> None:
    document = json.dumps(reason).encode()
    sink.write(ANSWER.pack(0, len(document), 0) + document)
    sink.flush()
