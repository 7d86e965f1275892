"""Listens for a local mail server: 250 is said only once the bytes are committed."""

import asyncio
import errno
import logging
import socket
import stat
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections

from recours.mailroom.commands.refuse_large import refuse_large
from recours.mailroom.commands.report_box import report_box
from recours.mailroom.commands.take_in import take_in
from recours.worker.doors.lmtp_talk import Room, Talk
from recours.worker.doors.recipients import plain
from recours.worker.stop import Stop

log = logging.getLogger("recours.mail")

WRITERS = 4  # threads that commit; a database has one writer, or a few
MOST_CONVERSATIONS = 100
GLANCE = 0.2
DRAIN = 15.0  # seconds a message on its way has to arrive whole when we close
PAUSE = 30.0  # seconds before a place another program holds is asked for again
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
KEPT = "250 2.6.0 Kept"
NO_SPACE = "452 4.3.1 No room to keep it now, try again later"
NOT_NOW = "451 4.3.0 It cannot be kept now, try again later"
ELSEWHERE = "554 5.7.1 Mail is not taken in from there"


class BadDoor(Exception):
    """Where to listen cannot be read; the text says how to write it."""


def listen_lmtp(door: str, stop: Stop, ready: threading.Event | None = None) -> None:
    """Take mail in at `door` until `stop` is set, then let what is on its way arrive."""
    listener = Listener(door)
    try:
        asyncio.run(listener.run(stop, ready))
    finally:
        listener.close()


def keep_open(door: str, stop: Stop) -> None:
    """Listen again a while after a failure: the place is taken, or was not there yet."""
    while not stop.is_set():
        try:
            listen_lmtp(door, stop)
        except OSError as problem:
            log.warning("lmtp %s: %s; again in a while", door, problem)
            _note(door, trouble=f"nobody can listen there: {problem.strerror or problem}")
            stop.wait(PAUSE)
        finally:
            connections.close_all()


def _note(door: str, trouble: str = "") -> None:
    with suppress(DatabaseError, OSError):
        report_box(name=door, door="lmtp", at=datetime.now(tz=UTC), trouble=trouble)
    close_old_connections()


class Listener:
    """The open door, its conversations, and the threads that commit."""

    def __init__(self, door: str) -> None:
        self.door = door
        self.networks = [*map(ip_network, ("127.0.0.0/8", "::1/128", *settings.LMTP_FROM))]
        self.largest = settings.MAIL_LARGEST
        self.room = Room(4 * self.largest)
        self.writers = ThreadPoolExecutor(WRITERS, "lmtp")
        self.talks: dict[asyncio.Task[None], Talk] = {}

    def close(self) -> None:
        """End the threads that commit, each with its connection to the database."""
        together = threading.Barrier(WRITERS)
        for _ in range(WRITERS):
            self.writers.submit(_end_writer, together)
        self.writers.shutdown()

    async def run(self, stop: Stop, ready: threading.Event | None) -> None:
        """Listen until `stop` is set."""
        closing = asyncio.Event()
        server = await self._open(lambda r, w: self._welcome(r, w, closing))
        log.info("lmtp %s: ready", self.door)
        await asyncio.get_running_loop().run_in_executor(self.writers, _note, self.door)
        if ready is not None:
            ready.set()
        async with server:
            await asyncio.to_thread(_wait_until, stop)
            server.close()
            closing.set()
            await self._drain()

    async def _open(self, welcome: object) -> asyncio.Server:
        if self.door.startswith("unix:"):
            path = Path(self.door.removeprefix("unix:"))
            return await asyncio.start_unix_server(welcome, sock=_socket_at(path))  # type: ignore[arg-type]
        host, _, port = self.door.rpartition(":")
        if not port.isdecimal():
            raise BadDoor(f"{self.door}: write 127.0.0.1:2424 or unix:/path")
        bare = host.strip("[]")
        return await asyncio.start_server(welcome, bare, int(port))  # type: ignore[arg-type]

    async def _welcome(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, closing: asyncio.Event
    ) -> None:
        talk = Talk(
            reader,
            writer,
            keep=self._keep,
            refuse=self._refuse,
            largest=self.largest,
            room=self.room,
            closing=closing,
        )
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  # a coroutine that runs has its task
        self.talks[task] = talk
        try:
            if refusal := self.refusal(writer):
                writer.write(refusal.encode() + b"\r\n")
            else:
                await talk.run()
        except (OSError, TimeoutError, asyncio.CancelledError):
            pass  # the client left, or stayed silent: what it did not finish was not kept
        finally:
            del self.talks[task]
            writer.close()
            with suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()

    def refusal(self, writer: asyncio.StreamWriter) -> str:
        """Return what a client is told that may not hand mail over, nothing when it may."""
        if len(self.talks) > MOST_CONVERSATIONS:
            return "421 4.3.2 Too many conversations, come back in a moment"
        peer = writer.get_extra_info("peername")
        if not isinstance(peer, tuple):
            return ""  # a unix socket: who may open it is said by its rights
        return "" if _is_within(str(peer[0]), self.networks) else ELSEWHERE

    async def _drain(self) -> None:
        """Let messages on their way arrive whole; hang up on those who say nothing."""
        waited = 0.0
        while any(talk.inside for talk in self.talks.values()) and waited < DRAIN:
            await asyncio.sleep(GLANCE)
            waited += GLANCE
        for task, talk in list(self.talks.items()):
            with suppress(OSError):
                talk.writer.write(b"421 4.3.2 Closing, come back in a moment\r\n")
            task.cancel()
        await asyncio.gather(*self.talks, return_exceptions=True)

    async def _keep(self, raw: bytes, sender: str, recipients: Sequence[str]) -> str:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.writers, self._commit, raw, sender, recipients)

    async def _refuse(self, head: bytes, size: int, sender: str, to: Sequence[str]) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self.writers, self._note_too_large, head, size, sender, to)

    def _note_too_large(self, head: bytes, size: int, sender: str, to: Sequence[str]) -> None:
        """Show on the desk what was refused; its own server tells the sender."""
        try:
            refuse_large(
                head=head,
                size=size,
                mailbox=plain(to[0]),
                envelope_from=sender,
                envelope_to=to,
                at=datetime.now(tz=UTC),
            )
        except Exception:
            log.exception("lmtp %s: a message too large was refused, and not noted", self.door)
        finally:
            close_old_connections()

    def _commit(self, raw: bytes, sender: str, recipients: Sequence[str]) -> str:
        """Return the answer owed: what is not committed is refused for now, whatever happened."""
        try:
            take_in(
                raw=raw,
                door="lmtp",
                mailbox=plain(recipients[0]),
                place="",
                envelope_from=sender,
                envelope_to=recipients,
                at=datetime.now(tz=UTC),
            )
        except Exception as problem:
            log.exception("lmtp %s: a message is refused for now", self.door)
            _note(self.door, trouble=f"a message was refused for now: {type(problem).__name__}")
            return NO_SPACE if is_full(problem) else NOT_NOW
        finally:
            close_old_connections()
        return KEPT


def _end_writer(together: threading.Barrier) -> None:
    connections.close_all()
    with suppress(threading.BrokenBarrierError):
        together.wait(PAUSE)  # so that each thread closes its own


def is_full(problem: BaseException | None) -> bool:
    """Say whether the disk, or the quota, is what stands behind a failure."""
    while problem is not None:
        words = str(problem).lower()
        if getattr(problem, "errno", None) in FULL or "is full" in words or "disk full" in words:
            return True
        problem = problem.__cause__
    return False


def _is_within(peer: str, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    address = ip_address(peer.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or address
    return any(mapped in network for network in networks if mapped.version == network.version)


def _wait_until(stop: Stop) -> None:
    while not stop.is_set():
        stop.wait(GLANCE)


def _socket_at(path: Path) -> socket.socket:
    """Return a socket that the mail server's group may open."""
    _remove_dead_socket(path)
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(path))
    path.chmod(0o660)
    return door


def _remove_dead_socket(path: Path) -> None:
    """Remove the socket a killed process left; leave one that somebody listens to."""
    if not path.exists() or not stat.S_ISSOCK(path.stat().st_mode):
        return
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
            return
    raise OSError(errno.EADDRINUSE, "another program listens there")
