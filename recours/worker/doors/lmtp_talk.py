"""One conversation with a mail server that hands mail over: LMTP, or SMTP to those who say EHLO."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from recours.worker.doors.lmtp_words import (
    LONGEST_COMMAND,
    MOST_RECIPIENTS,
    NO_ADDRESS,
    Body,
    Command,
    read_command,
    read_path,
)
from recours.worker.doors.recipients import is_for_us

log = logging.getLogger("recours.mail")

CHUNK = 65_536
PATIENCE = 300.0  # seconds a client may stay silent (RFC 5321, 4.5.3.2)
MOST_MISTAKES = 20
TOO_LARGE = "552 5.3.4 This message is larger than we take in"
BUSY = "452 4.3.1 Too much mail at once, try again later"


@dataclass(slots=True)
class Envelope:
    """Who sends and who receives; the receivers are all ours."""

    sender: str | None = None
    recipients: list[str] = field(default_factory=list)


Keep = Callable[[bytes, str, Sequence[str]], Awaitable[str]]
Refuse = Callable[[bytes, int, str, Sequence[str]], Awaitable[None]]


class Room:
    """How many bytes all conversations may hold at once."""

    def __init__(self, most: int) -> None:
        self.left = most

    def take(self, wanted: int) -> bool:
        """Take so many bytes; return False when there is no room."""
        if wanted > self.left:
            return False
        self.left -= wanted
        return True

    def give_back(self, taken: int) -> None:
        """Return what was taken."""
        self.left += taken


class Talk:
    """One connection, from its greeting to its end."""

    def __init__(  # what one conversation needs
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        keep: Keep,
        refuse: Refuse,
        largest: int,
        room: Room,
        closing: asyncio.Event,
    ) -> None:
        """`keep` returns the answer once the bytes are committed; `refuse` notes what is too large.

        `closing` is set when the process is asked to stop.
        """
        self.reader, self.writer, self.keep, self.refuse = reader, writer, keep, refuse
        self.largest, self.room, self.closing = largest, room, closing
        self.lmtp = self.greeted = False
        self.envelope = Envelope()
        self.mistakes = 0
        self.inside = False  # a message is being received: it is waited for when closing
        self._ahead = b""

    async def run(self) -> None:
        """Talk until the client leaves, or is asked to come back later."""
        await self._say("220 Recours")
        while (line := await self._command_line()) is not None:
            command = read_command(line)
            if command is None:
                await self._mistake("500 5.5.2 A command ends with CR LF")
            elif not await self._answer(command):
                return
            if self.mistakes > MOST_MISTAKES:
                await self._say("421 4.7.0 Too many mistakes, goodbye")
                return
            if self.closing.is_set():
                await self._say("421 4.3.2 Closing, come back in a moment")
                return

    async def _answer(self, command: Command) -> bool:
        """Answer one command; return False when the conversation ends."""
        if command.verb == "QUIT":
            await self._say("221 2.0.0 Goodbye")
            return False
        do = self._doings().get(command.verb)
        if do is None:
            await self._mistake("500 5.5.1 Not understood")
        else:
            await do(command)
        return True

    def _doings(self) -> dict[str, Callable[[Command], Awaitable[None]]]:
        return {
            "LHLO": self._greet,
            "EHLO": self._greet,
            "HELO": self._greet,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._reset,
            "NOOP": self._noop,
            "VRFY": self._vrfy,
        }

    async def _greet(self, command: Command) -> None:
        self.lmtp, self.greeted, self.envelope = command.verb == "LHLO", True, Envelope()
        if command.verb == "HELO":
            await self._say("250 Recours")
            return
        able = ("PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES")
        lines = ["Recours", *able, f"SIZE {self.largest}"]
        said = [f"250{'-' if line != lines[-1] else ' '}{line}" for line in lines]
        await self._say("\r\n".join(said))

    async def _mail(self, command: Command) -> None:
        path = read_path(command.rest, "FROM:")
        if not self.greeted or self.envelope.sender is not None:
            await self._mistake("503 5.5.1 Not now")
        elif path is None:
            await self._mistake(NO_ADDRESS)
        elif path.size > self.largest:
            await self._say(TOO_LARGE)
        else:
            self.envelope = Envelope(path.address)
            await self._say("250 2.1.0 OK")

    async def _rcpt(self, command: Command) -> None:
        path = read_path(command.rest, "TO:")
        if self.envelope.sender is None:
            await self._mistake("503 5.5.1 MAIL first")
        elif path is None or not path.address:
            await self._mistake(NO_ADDRESS)
        elif not is_for_us(path.address):
            await self._say("550 5.1.1 No such mailbox here")
        elif len(self.envelope.recipients) >= MOST_RECIPIENTS:
            await self._say("452 4.5.3 Too many recipients")
        else:
            self.envelope.recipients.append(path.address)
            await self._say("250 2.1.5 OK")

    async def _data(self, _command: Command) -> None:
        envelope, self.envelope = self.envelope, Envelope()
        if not envelope.recipients:
            await self._mistake("503 5.5.1 No valid recipient")
            return
        self.inside = True
        try:
            await self._receive(envelope)
        finally:
            self.inside = False

    async def _receive(self, envelope: Envelope) -> None:
        await self._say("354 Go ahead")
        body, taken, has_room = Body(self.largest), 0, True
        try:
            while not body.is_over:
                chunk = await self._chunk()
                if has_room and not body.is_too_large:
                    has_room = self.room.take(len(chunk))
                    taken += len(chunk) if has_room else 0
                self._ahead = body.feed(chunk)
                if not has_room:
                    body.largest = 0  # the rest is read and forgotten
            said = await self._verdict(body, envelope, has_room=has_room)
        finally:
            self.room.give_back(taken)
        # LMTP owes one answer for each recipient (RFC 2033, 4.2), SMTP one for all.
        times = len(envelope.recipients) if self.lmtp else 1
        await self._say("\r\n".join([said] * times))

    async def _verdict(self, body: Body, envelope: Envelope, *, has_room: bool) -> str:
        if not has_room:
            return BUSY
        if body.is_too_large:
            await self.refuse(body.head, body.size, envelope.sender or "", envelope.recipients)
            return TOO_LARGE
        return await self.keep(body.raw(), envelope.sender or "", envelope.recipients)

    async def _reset(self, _command: Command) -> None:
        self.envelope = Envelope()
        await self._say("250 2.0.0 OK")

    async def _noop(self, _command: Command) -> None:
        await self._say("250 2.0.0 OK")

    async def _vrfy(self, _command: Command) -> None:
        await self._say("252 2.5.2 Send some mail, I will try")

    async def _mistake(self, words: str) -> None:
        self.mistakes += 1
        await self._say(words)

    async def _say(self, words: str) -> None:
        self.writer.write(words.encode("ascii", "replace") + b"\r\n")
        async with asyncio.timeout(PATIENCE):
            await self.writer.drain()

    async def _command_line(self) -> bytes | None:
        """Return the next line; None when the client left."""
        while b"\n" not in self._ahead:
            if len(self._ahead) > LONGEST_COMMAND:
                await self._say("500 5.5.2 That line is too long")
                return None
            more = await self._more()
            if not more:
                return None
            self._ahead += more
        line, end, self._ahead = self._ahead.partition(b"\n")
        return line + end

    async def _chunk(self) -> bytes:
        """Return the next bytes of a message; raise when the client leaves in the middle."""
        if self._ahead:
            chunk, self._ahead = self._ahead, b""
            return chunk
        chunk = await self._more()
        if not chunk:
            raise ConnectionResetError
        return chunk

    async def _more(self) -> bytes:
        async with asyncio.timeout(PATIENCE):
            return await self.reader.read(CHUNK)
