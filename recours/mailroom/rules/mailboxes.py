"""The mailboxes to empty, as their settings write them; nothing here shows a password."""

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import ParseResult, parse_qs, unquote, urlparse

TLS_PORT, PLAIN_PORT = 993, 143
KNOWN = frozenset({"name", "processed", "ca"})
LONGEST_NAME = 100


class BadMailbox(Exception):
    """A mailbox cannot be read from its setting; the text says why, without the password."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One folder of one account, and where what was read of it is put.

    `security` is "tls" from the first byte, "starttls" (compulsory), or "none": loopback only.
    """

    name: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    processed: str = "Recours"
    security: str = "tls"
    ca: str = ""  # a file of certificates to believe, beside those of the system


def read_mailboxes(text: str) -> tuple[Mailbox, ...]:
    """Return the mailboxes of a setting: addresses between spaces, or the path of a file of them.

    Raise `BadMailbox` on the first that cannot work, and when two have the same name.
    """
    words = _words_of_file(text.strip()) if text.strip().startswith("/") else text.split()
    found = tuple(_read(word, number) for number, word in enumerate(words, start=1))
    names = [mailbox.name for mailbox in found]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise BadMailbox(f"two mailboxes are named {min(twice)}: give each its ?name=")
    return found


def _words_of_file(path: str) -> list[str]:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise BadMailbox(f"{path} cannot be read ({type(problem).__name__})") from problem
    stripped = (line.strip() for line in lines)
    return [line for line in stripped if line and not line.startswith("#")]


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine, without asking any server of names."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _read(word: str, number: int) -> Mailbox:
    which = f"mailbox {number}"
    try:
        url = urlparse(word)
        host, port = url.hostname or "", url.port
    except ValueError as problem:
        raise BadMailbox(f"{which}: not an address") from problem
    if url.scheme not in {"imaps", "imap"} or not host or not url.username:
        raise BadMailbox(f"{which}: write imaps://user:password@host/INBOX?name=short-name")
    query = parse_qs(url.query, strict_parsing=bool(url.query))
    unknown = set(query) - KNOWN
    if unknown:
        raise BadMailbox(
            f"{which}: {min(unknown)} is unknown; there are {', '.join(sorted(KNOWN))}"
        )
    user = unquote(url.username)
    name = query.get("name", [f"{user}@{host}" if "@" not in user else user])[0].strip()
    if not name or len(name) > LONGEST_NAME:
        raise BadMailbox(f"{which}: its name has 1 to {LONGEST_NAME} letters")
    return Mailbox(
        name=name,
        host=host,
        port=port or (TLS_PORT if url.scheme == "imaps" else PLAIN_PORT),
        user=user,
        password=unquote(url.password or ""),
        folder=unquote(url.path.strip("/")) or "INBOX",
        processed=query.get("processed", ["Recours"])[0],
        security=_security(url, host),
        ca=query.get("ca", [""])[0],
    )


def _security(url: ParseResult, host: str) -> str:
    """Without TLS from the first byte, STARTTLS is compulsory, except on this machine."""
    if url.scheme == "imaps":
        return "tls"
    return "none" if is_loopback(host) else "starttls"
