"""The wire to an IMAP server: one command at a time, its answers read whole, within bounds."""

import re
import socket
import ssl
import time
from dataclasses import dataclass, field

from recours.mailroom.rules.mailboxes import Mailbox
from recours.worker.stop import Stop

PATIENCE = 60.0  # seconds a server may stay silent
CALL = 10.0  # seconds to reach it
GLANCE = 1.0
LONGEST_LINE = 1_000_000
CHUNK = 65_536
_LITERAL = re.compile(rb"\{(\d{1,12})\+?\}\r?\n\Z")
_SIMPLE = re.compile(rb"[\x20-\x7e]*\Z")


class MailboxTrouble(Exception):
    """The server cannot be reached, or does not do what it must; the text says it to a person."""


class ServerRefuses(MailboxTrouble):
    """The server answers NO or BAD to one command."""


class TooLargeToFetch(MailboxTrouble):
    """The server wants to send more than a message may weigh."""


@dataclass(slots=True)
class Line:
    """One answer of the server: its text, and the literals that stand in it."""

    text: bytes
    literals: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command brought: the lines before its end, and the words of its end."""

    lines: tuple[Line, ...]
    words: str


def connect(
    mailbox: Mailbox, *, largest: int, patience: float = PATIENCE, stop: Stop | None = None
) -> "Wire":
    """Return a wire that nobody listens to, or one to this very machine; raise otherwise."""
    context = ssl.create_default_context()
    if mailbox.ca:
        context.load_verify_locations(mailbox.ca)
    plain = socket.create_connection((mailbox.host, mailbox.port), timeout=min(patience, CALL))
    wire = Wire(plain, largest=largest, patience=patience, stop=stop)
    try:
        if mailbox.security == "tls":
            wire.encrypt(context, mailbox.host)
        wire.greet()
        if mailbox.security == "starttls":
            wire.command(b"STARTTLS")
            wire.encrypt(context, mailbox.host)
    except BaseException:
        wire.close()
        raise
    return wire


def quoted(text: str) -> bytes:
    """Return a string as the server wants it written."""
    raw = text.encode()
    if _SIMPLE.match(raw):
        return b'"' + raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
    raise MailboxTrouble("a name or password has letters this server cannot be told")


class Wire:
    """A connection; `exists` and `gone` follow what the open folder has and loses."""

    def __init__(
        self, plain: socket.socket, *, largest: int, patience: float, stop: Stop | None = None
    ) -> None:
        self.stop = stop
        self.socket: socket.socket = plain
        self.largest, self.patience = largest, patience
        self.exists = self.gone = 0
        self.said_bye = ""
        self._buffer = bytearray()
        self._number = 0

    def encrypt(self, context: ssl.SSLContext, host: str) -> None:
        """Go on encrypted, the certificate checked; what was said in clear is forgotten."""
        self._buffer.clear()
        self.socket = context.wrap_socket(self.socket, server_hostname=host)

    def close(self) -> None:
        """Hang up."""
        self.socket.close()

    def greet(self) -> None:
        """Read the first line; raise when the server does not want us."""
        line = self._line(self.patience)
        if not line.text.startswith((b"* OK", b"* PREAUTH")):
            raise MailboxTrouble(f"the server greets with {_shown(line.text)}")

    def command(self, *words: bytes, secret: bytes = b"") -> Answer:
        """Send one command and return its answer; raise `ServerRefuses` on NO and BAD.

        `secret` is sent after the words and never repeated in a refusal.
        """
        tag = self._send(b" ".join([*words, secret] if secret else words))
        lines: list[Line] = []
        while True:
            line = self._line(self.patience)
            if line.text.startswith(tag + b" "):
                return self._end(line.text[len(tag) + 1 :], words[0], lines)
            lines.append(line)

    def idle(self, longest: float, stop: Stop) -> None:
        """Wait until the server has something new, `longest` seconds passed, or `stop` is set."""
        tag = self._send(b"IDLE")
        while not self._line(self.patience).text.startswith(b"+"):
            pass
        before, end = self.exists, time.monotonic() + longest
        while self.exists <= before and not stop.is_set() and time.monotonic() < end:
            self._listen(1.0)
        self.socket.settimeout(self.patience)
        self.socket.sendall(b"DONE\r\n")
        while not self._line(self.patience).text.startswith(tag + b" "):
            pass

    def _listen(self, seconds: float) -> None:
        try:
            self._line(seconds)
        except TimeoutError:
            return

    def _send(self, words: bytes) -> bytes:
        self._number += 1
        tag = b"r%d" % self._number
        self.socket.settimeout(self.patience)
        self.socket.sendall(tag + b" " + words + b"\r\n")
        return tag

    def _end(self, text: bytes, verb: bytes, lines: list[Line]) -> Answer:
        status, _, words = text.partition(b" ")
        if status.upper() != b"OK":
            raise ServerRefuses(f"{verb.decode()}: {_shown(text)}")
        return Answer(tuple(lines), words.decode("ascii", "replace").strip())

    def _line(self, seconds: float) -> Line:
        line = Line(self._until_newline(seconds))
        while found := _LITERAL.search(line.text):
            size = int(found[1])
            if size > self.largest:
                raise TooLargeToFetch(f"the server announces {size} bytes")
            line.literals.append(self._exactly(size))
            line.text = line.text[: found.start()] + b"\x00" + self._until_newline(self.patience)
        line.text = line.text.rstrip(b"\r\n")
        self._follow(line.text)
        return line

    def _follow(self, text: bytes) -> None:
        if found := re.match(rb"\* (\d{1,9}) (EXISTS|EXPUNGE)\b", text, re.IGNORECASE):
            if found[2].upper() == b"EXISTS":
                self.exists = int(found[1])
            else:
                self.exists, self.gone = max(0, self.exists - 1), self.gone + 1
        elif text[:6].upper() == b"* BYE ":
            self.said_bye = _shown(text)

    def _until_newline(self, seconds: float) -> bytes:
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            if searched > LONGEST_LINE:
                raise MailboxTrouble("the server sends a line without end")
            self._fill(seconds)
        line = bytes(self._buffer[: end + 1])
        del self._buffer[: end + 1]
        return line

    def _exactly(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._fill(self.patience)
        found = bytes(self._buffer[:size])
        del self._buffer[:size]
        return found

    def _fill(self, seconds: float) -> None:
        more = self._hear(seconds)
        if not more:
            raise MailboxTrouble(self.said_bye or "the server hung up")
        self._buffer += more

    def _hear(self, seconds: float) -> bytes:
        """Wait for words, a second at a time: who is asked to stop does not wait for the silent."""
        end = time.monotonic() + seconds
        while True:
            self.socket.settimeout(max(0.01, min(GLANCE, end - time.monotonic())))
            try:
                return self.socket.recv(CHUNK)
            except TimeoutError:
                if time.monotonic() >= end:
                    raise
                if self.stop is not None and self.stop.is_set():
                    raise MailboxTrouble("asked to stop while the server was silent") from None


def _shown(text: bytes) -> str:
    return text.decode("ascii", "replace")[:200]
