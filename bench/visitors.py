"""Visitors: keep-alive connections that send prepared requests as fast as they are answered."""

import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.installation import HOST, Failed
from bench.machine import Spent, thread_waited

BROWSER = (
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
    "Accept-Language: fr,fr-FR;q=0.8,en;q=0.5\r\n"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The status, the head and the body of one answer, and the seconds it took."""

    status: int
    head: str
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        """The value of a header; empty when there is none."""
        for line in self.head.split("\r\n")[1:]:
            found, _, value = line.partition(":")
            if found.lower() == name:
                return value.strip()
        return ""


class Connection:
    """One connection that stays open."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = socket.create_connection((HOST, port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> Answer:
        """Send one request and read the whole answer."""
        started = time.perf_counter()
        self.socket.sendall(request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        raw, _, body = data.partition(b"\r\n\r\n")
        head = raw.decode("latin-1")
        answer = Answer(int(head[9:12]), head, b"", 0)
        if answer.header("transfer-encoding") == "chunked":
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
        while len(body) < int(answer.header("content-length") or 0):
            body += self._more()
        return Answer(answer.status, head, body, time.perf_counter() - started)

    def _more(self) -> bytes:
        piece = self.socket.recv(65536)
        if not piece:
            raise Failed("the server closed a connection")
        return piece

    def close(self) -> None:
        self.socket.close()


def get(port: int, path: str, cookie: str = "") -> bytes:
    """Write a request as a browser does."""
    cookies = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\n{BROWSER}{cookies}\r\n".encode()


def post(port: int, path: str, body: bytes, *, kind: str, more: str) -> bytes:
    """Write a request that sends a body; `more` is its other headers."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\n{BROWSER}"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    )
    return head.encode() + body


@dataclass(slots=True)
class Drive:
    """What came of sending many requests."""

    seconds: float
    answers: list[Answer] = field(default_factory=list)
    own: Spent = field(default_factory=lambda: Spent(0, 0))

    @property
    def per_second(self) -> float:
        return len(self.answers) / self.seconds


def drive(
    port: int, requests: Sequence[bytes], *, connections: int, good: Callable[[Answer], bool]
) -> Drive:
    """Share the requests out among connections; raise `Failed` at the first bad answer."""
    shares = [requests[place::connections] for place in range(connections)]
    done = Drive(0)
    failures: list[str] = []

    def visit(share: Sequence[bytes]) -> None:
        before, used = thread_waited(), time.thread_time()
        connection = Connection(port)
        try:
            for request in share:
                answer = connection.send(request)
                if not good(answer):
                    failures.append(f"{answer.head[:600]}\n{answer.body[:300]!r}")
                    return
                done.answers.append(answer)
        except (OSError, ValueError, Failed) as problem:
            failures.append(repr(problem))
        finally:
            connection.close()
            done.own += Spent(time.thread_time() - used, thread_waited() - before)

    threads = [threading.Thread(target=visit, args=(share,)) for share in shares]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.seconds = time.perf_counter() - started
    if failures:
        raise Failed(failures[0])
    return done
