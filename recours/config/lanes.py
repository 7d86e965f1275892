"""Who works on a request: a few threads, each with its own connection to the database.

The web server's threads only wait: for a body that a telephone sends slowly, for an answer to be
taken away. A request that is whole goes to a thread that works. On SQLite one of them does all the
writing, for the database has one writer: nobody queues for the lock, and the pages it wrote last
are still in its memory.
"""

import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Any

from recours.api.door import Door

READS = frozenset({"GET", "HEAD", "OPTIONS"})
IN_MEMORY = 1_000_000  # a larger body waits in a file
LARGEST = 64_000_000  # the pages refuse less than that with a sentence
PIECE = 65_536

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Answer = tuple[str, list[tuple[str, str]], bytes]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Lanes:
    """A WSGI application that hands whole requests to working threads."""

    def __init__(
        self, application: Application, *, writers: int, readers: int = 0, door: Door | None = None
    ) -> None:
        """With no `readers`, the writers do everything; no body is waited for before the `door`."""
        self.application, self.door = application, door
        self.writing = ThreadPoolExecutor(writers, thread_name_prefix="writing")
        self.reading = (
            ThreadPoolExecutor(readers, thread_name_prefix="reading") if readers else self.writing
        )

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Take the body in, wait for the answer, give it."""
        length = _length(environ)
        if length and not self._may_come_in(environ):
            length = 0  # the application refuses without reading
        if length > LARGEST:
            start_response("413 Content Too Large", [("Content-Length", "0")])
            return []
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            _take(environ["wsgi.input"], body, length)
            environ["wsgi.input"] = body
            status, headers, content = self._hand_over(environ).result()
        start_response(status, headers)
        return [content]

    def _may_come_in(self, environ: Environ) -> bool:
        if self.door is None or self.door.is_open(environ):
            return True
        return self.reading.submit(self.door.opens, environ).result()

    def _hand_over(self, environ: Environ) -> "Future[Answer]":
        lane = self.reading if environ["REQUEST_METHOD"] in READS else self.writing
        return lane.submit(self._work, environ)

    def _work(self, environ: Environ) -> Answer:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], _problem: object = None
        ) -> None:
            started[:] = [(status, headers)]

        response = self.application(environ, start_response)
        try:
            content = b"".join(response)
        finally:
            if hasattr(response, "close"):
                response.close()
        status, headers = started[0]
        return status, headers, content


def _length(environ: Environ) -> int:
    text = environ.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdecimal() else 0


def _take(source: IO[bytes], body: IO[bytes], length: int) -> None:
    """Read as much as was announced, and no more; a sender who leaves ends it."""
    left = length
    while left and (piece := source.read(min(PIECE, left))):
        body.write(piece)
        left -= len(piece)
    body.seek(0)
