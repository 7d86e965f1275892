"""A process of its own to read mail in: it may hang or swell, the worker goes on."""

import contextlib
import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from recours.mail.child_loop import ANSWER, QUESTION
from recours.mail.errors import UnreadableMail
from recours.mail.limits import LIMITS
from recours.mail.shapes import ReadMail

_ROOT = str(Path(__file__).resolve().parents[2])
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]);from recours.mail.child_loop import main; main()"
)
_STARTING = 10.0  # seconds a process may take to be ready on a busy machine
_MOST_READ = 5_000  # messages before a process is replaced
_CHUNK = 1 << 20
_LARGEST_ANSWER = 1 << 30


class _Stopped(Exception):
    """The process ended, or did not answer in time."""


class Reader:
    """Reads messages in a child process, kept from one message to the next.

    One message at a time: threads wait for one another, or hold one `Reader` each.
    """

    def __init__(self, *, seconds: float = LIMITS.seconds) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._count = 0

    def read(self, raw: bytes, *, trusted: Sequence[str] = ()) -> ReadMail:
        """Return what the message says; raise `UnreadableMail` and nothing else."""
        if len(raw) > LIMITS.bytes:
            raise UnreadableMail("too-big")
        with self._lock:
            fresh = self._ready()
            try:
                return self._ask(raw, trusted, _STARTING if fresh else 0.0)
            except TimeoutError as why:
                self._stop()
                raise UnreadableMail("too-long") from why
            except (OSError, _Stopped, ValueError) as why:
                self._stop()
                raise UnreadableMail("reader-stopped") from why

    def close(self) -> None:
        """End the child process."""
        with self._lock:
            self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ready(self) -> bool:
        """Start the process when there is none; say whether it is new."""
        if self._child and (self._child.poll() is not None or self._count >= _MOST_READ):
            self._stop()
        if self._child:
            return False
        self._count = 0
        self._child = subprocess.Popen(  # noqa: S603 - our own code, no word of the message in it
            [sys.executable, "-E", "-c", _START, _ROOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            bufsize=0,
            start_new_session=True,
        )
        for stream in (self._child.stdin, self._child.stdout):
            if stream:
                os.set_blocking(stream.fileno(), False)
        return True

    def _ask(self, raw: bytes, trusted: Sequence[str], more: float) -> ReadMail:
        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            raise _Stopped
        self._count += 1
        end = time.monotonic() + self._seconds + more
        names = json.dumps(list(trusted)).encode()
        _send(child.stdin.fileno(), QUESTION.pack(len(names), len(raw)) + names, end)
        _send(child.stdin.fileno(), raw, end)
        out = child.stdout.fileno()
        read, document_size, blob_size = ANSWER.unpack(_receive(out, ANSWER.size, end))
        if document_size + blob_size > _LARGEST_ANSWER:
            raise _Stopped
        document = json.loads(_receive(out, document_size, end))
        if not read:
            raise UnreadableMail(str(document))
        return ReadMail.from_json(document, bytes(_receive(out, blob_size, end)))

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(OSError):
            child.kill()
        for stream in (child.stdin, child.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        child.wait()


def _send(pipe: int, data: bytes, end: float) -> None:
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(pipe, view[:_CHUNK]) :]
        except BlockingIOError:
            _wait(pipe, select.POLLOUT, end)


def _receive(pipe: int, size: int, end: float) -> bytearray:
    data = bytearray()
    while len(data) < size:
        try:
            piece = os.read(pipe, min(size - len(data), _CHUNK))
        except BlockingIOError:
            _wait(pipe, select.POLLIN, end)
            continue
        if not piece:
            raise _Stopped
        data += piece
    return data


def _wait(pipe: int, event: int, end: float) -> None:
    left = end - time.monotonic()
    poll = select.poll()
    poll.register(pipe, event)
    if left <= 0 or not poll.poll(left * 1000):
        raise TimeoutError
