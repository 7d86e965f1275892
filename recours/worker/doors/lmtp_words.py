"""What an SMTP or LMTP client says, and what it is answered: plain values, no socket."""

import re
from dataclasses import dataclass

LONGEST_COMMAND = 2_048
MOST_RECIPIENTS = 100
HEAD = 65_536
NO_ADDRESS = "501 5.1.3 That address cannot be read"

_PATH = re.compile(r"<(?:@[^:>]*:)?([^<>\s]*)>(.*)\Z", re.DOTALL)
_BARE = re.compile(r"([^<>\s]+)(.*)\Z", re.DOTALL)
_SIZE = re.compile(r"\bSIZE=(\d{1,15})\b", re.IGNORECASE)
_TERMINATOR = b"\r\n.\r\n"


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the client."""

    verb: str
    rest: str


@dataclass(frozen=True, slots=True)
class Path:
    """An address of the envelope, empty for <>, and the size announced with it."""

    address: str
    size: int = 0


def read_command(line: bytes) -> Command | None:
    """Return what a line asks, or None when it does not end as it must."""
    if not line.endswith(b"\r\n") or b"\0" in line:
        return None
    verb, _, rest = line[:-2].decode("utf-8", "surrogateescape").partition(" ")
    return Command(verb.upper(), rest.strip())


def read_path(rest: str, keyword: str) -> Path | None:
    """Return the address after FROM: or TO:, or None when there is none to read."""
    if rest[: len(keyword)].upper() != keyword:
        return None
    told = rest[len(keyword) :].strip()
    found = _PATH.match(told) or _BARE.match(told)
    if found is None:
        return None
    size = _SIZE.search(found[2])
    return Path(found[1], int(size[1]) if size else 0)


class Body:
    """The bytes of one message as they come, up to the only end there is: CR LF . CR LF.

    Lines that end with a bare LF, or a bare CR, are bytes of the message like others (H-28):
    a message hidden after one is part of this message, and is never a second one.
    """

    def __init__(self, largest: int) -> None:
        self.largest = largest
        self.size = 0
        self.is_over = False
        self.head = b""  # the header lines of what is too large
        self._kept = bytearray(b"\r\n")  # an empty message ends at once
        self._searched = 0

    @property
    def is_too_large(self) -> bool:
        """Whether more came than a message may weigh; the rest is not kept."""
        return self.size > self.largest

    def feed(self, chunk: bytes) -> bytes:
        """Take a piece in; return what came after the end of the message."""
        self._kept += chunk
        end = self._kept.find(_TERMINATOR, self._searched)
        if end >= 0:
            rest = bytes(self._kept[end + len(_TERMINATOR) :])
            del self._kept[end + 2 :]
            self.size += len(chunk) - len(rest)
            self.is_over = True
            return rest
        self.size += len(chunk)
        if self.is_too_large and not self.head:
            self.head = bytes(self._kept[2 : HEAD + 2]).partition(b"\r\n\r\n")[0]
        self._searched = max(0, len(self._kept) - len(_TERMINATOR) + 1)
        if self.is_too_large:
            del self._kept[: self._searched]
            self._searched = 0
        return b""

    def raw(self) -> bytes:
        """Return the message as its sender wrote it: the dots doubled on the way are removed."""
        text = bytes(self._kept)
        return text.replace(b"\r\n.", b"\r\n")[2:]
