"""Carries finished messages away: to a mail server, or to a folder when none is configured."""

import ipaddress
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, Protocol
from urllib.parse import unquote, urlparse

from django.conf import settings

from recours.correspondence.errors import PostAway, PostDelays, PostRefuses
from recours.correspondence.store import write_whole

PATIENCE = 20.0  # seconds for each answer of the server
FIRST_PERMANENT = 500
GOING_AWAY = 421
TOO_LARGE = 552
YES, FORWARDS = 250, 251


@dataclass(frozen=True, slots=True)
class Taken:
    """Who took the message, and the words of its yes."""

    server: str
    answer: str


class Postman(Protocol):
    """Takes one message; raises `PostAway`, `PostDelays` or `PostRefuses`."""

    def carry(self, *, message_id: str, sender: str, to: str, raw: bytes) -> Taken:
        """Hand the message over, for good."""


@contextmanager
def postman() -> Iterator[Postman]:
    """Give whoever carries mail here; the connection opens at the first message."""
    if not settings.SMTP_URL:
        yield _Folder(Path(settings.DATA) / "mail")
        return
    server = _Server(settings.SMTP_URL, urlparse(settings.SITE_URL).hostname or "localhost")
    try:
        yield server
    finally:
        server.leave()


class _Folder:
    """Each message is one file named by its Message-ID: written twice, it is still one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def carry(self, *, message_id: str, sender: str, to: str, raw: bytes) -> Taken:  # noqa: ARG002
        """Write the file, whole or not at all."""
        name = message_id.strip("<>").partition("@")[0]
        write_whole(self.folder / f"{name}.eml", raw)
        return Taken("", f"{name}.eml")


class _Server:
    """One connection to the mail server, kept for a batch, opened again when it breaks."""

    def __init__(self, url: str, name: str) -> None:
        self.url = urlparse(url)
        self.name = name
        self.line: smtplib.SMTP | None = None

    def carry(self, *, message_id: str, sender: str, to: str, raw: bytes) -> Taken:  # noqa: ARG002
        """Send one message; what the server answers decides what becomes of it."""
        line = self.line or self._open()
        try:
            answer = self._say(line, sender, to, raw)
        except smtplib.SMTPResponseException as refused:
            raise self._meaning(refused.smtp_code, refused.smtp_error) from refused
        except (smtplib.SMTPException, OSError) as broken:
            self.leave()
            raise PostDelays(f"connection lost: {type(broken).__name__}") from broken
        return Taken(self.url.hostname or "", answer)

    def _say(self, line: smtplib.SMTP, sender: str, to: str, raw: bytes) -> str:
        """Go through the three steps of RFC 5321; return the words of the final yes."""
        line.ehlo_or_helo_if_needed()
        code, words = line.mail(sender, [f"size={len(raw)}"] if line.has_extn("size") else [])
        if code != YES:
            self._refuse_sender(code, words, sender)
        code, words = line.rcpt(to)
        if code not in {YES, FORWARDS}:
            raise self._meaning(code, words)
        code, words = line.data(raw)
        if code != YES:
            raise self._meaning(code, words)
        return f"{code} {_text(words)}"

    def _refuse_sender(self, code: int, words: bytes, sender: str) -> NoReturn:
        # every message has the same sender, but for its token: unless it is their size, all fail
        if code in {TOO_LARGE, GOING_AWAY}:
            raise self._meaning(code, words)
        self._start_again()
        raise PostAway(f"{code} for the sender {sender}: {_text(words)}"[:300])

    def _meaning(self, code: int, words: bytes | str) -> Exception:
        if code == GOING_AWAY:
            self.leave()
        else:
            self._start_again()
        kind = PostRefuses if code >= FIRST_PERMANENT else PostDelays
        return kind(f"{code} {_text(words)}"[:300])

    def _start_again(self) -> None:
        """Forget the message that was refused, so that the line serves for the next one."""
        try:
            if self.line is not None:
                self.line.rset()
        except (smtplib.SMTPException, OSError):
            self.leave()

    def leave(self) -> None:
        """Close the connection, politely if it still answers."""
        line, self.line = self.line, None
        if line is not None:
            with suppress(smtplib.SMTPException, OSError):
                line.quit()
            line.close()

    def _open(self) -> smtplib.SMTP:
        try:
            self.line = self._dial()
            if self.url.username:
                self.line.login(unquote(self.url.username), unquote(self.url.password or ""))
        except (smtplib.SMTPException, OSError) as problem:
            self.leave()
            raise PostAway(f"{self.url.hostname}: {_in_words(problem)}") from problem
        return self.line

    def _dial(self) -> smtplib.SMTP:
        host = self.url.hostname or ""
        if self.url.scheme == "smtps":
            return smtplib.SMTP_SSL(
                host,
                self.url.port or 465,
                local_hostname=self.name,
                timeout=PATIENCE,
                context=ssl.create_default_context(),
            )
        line = smtplib.SMTP(host, self.url.port or 587, self.name, PATIENCE)
        if not _is_here(host):
            self.line = line  # closed by whoever catches, if the server does not encrypt
            line.starttls(context=ssl.create_default_context())
            line.ehlo()
        return line


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def _in_words(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPNotSupportedError):
        return "the server does not encrypt (STARTTLS): nothing is sent in clear"
    return str(problem) or type(problem).__name__


def _is_here(host: str) -> bool:
    """Say whether the server is this very machine, where nobody listens on the wire."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
