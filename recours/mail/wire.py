"""Header blocks, read on the bytes themselves: whatever they are, something is said of them."""

import re
from dataclasses import dataclass, field

from recours.mail.limits import Limits

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*(?:\n[ \t].*)*)(?:\n|\Z)")
_FOLD = re.compile(rb"\r*\n[ \t]+|\r+")
_MBOX = re.compile(rb">?From [^\n]*\n")
_OPENING = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:[ \t\r]*\n)*")
_LINE = re.compile(rb"[^\n]*(?:\n|\Z)")

# What a message cannot do without: with none of these, the bytes are no message.
ESSENTIAL = frozenset(
    {
        "from", "to", "subject", "date", "message-id", "received", "return-path", "sender",
        "reply-to", "mime-version", "content-type", "delivered-to", "cc", "x-mailer",
    }
)  # fmt: skip
# Kept whatever the number of headers before them.
_WANTED = ESSENTIAL | {
    "in-reply-to", "references", "auto-submitted", "precedence", "authentication-results",
    "list-id", "content-transfer-encoding", "content-disposition", "content-id",
}  # fmt: skip


@dataclass(slots=True)
class Headers:
    """Fields in their order, names in small letters, values unfolded and still bytes."""

    fields: list[tuple[str, bytes]] = field(default_factory=list)
    cut: bool = False

    def get(self, name: str) -> bytes | None:
        """Return the first value of this name."""
        for each, value in self.fields:
            if each == name:
                return value
        return None

    def text(self, name: str) -> str:
        """Return the first value of this name as plain letters, for machine words."""
        value = self.get(name)
        return value.decode("latin-1").strip() if value else ""

    def all(self, name: str) -> list[bytes]:
        """Return each value of this name, the topmost first."""
        return [value for each, value in self.fields if each == name]

    def names(self) -> set[str]:
        """Return the names met."""
        return {name for name, _ in self.fields}


def message_start(raw: bytes) -> int:
    """Return where the headers begin: after a mark of byte order, blank lines, an mbox line."""
    opening = _OPENING.match(raw)
    start = opening.end() if opening else 0
    mbox = _MBOX.match(raw, start)
    return mbox.end() if mbox else start


def split_headers(raw: bytes, start: int, end: int, limits: Limits) -> tuple[Headers, int]:
    """Return the headers that begin at `start` and the place where the body begins."""
    headers = Headers()
    place = start
    while place < end:
        blank = _blank_at(raw, place, end)
        if blank is not None:
            return headers, blank
        found = _FIELD.match(raw, place, end)
        if found:
            _keep(headers, found, limits)
            place = found.end()
            continue
        line = _LINE.match(raw, place, end)
        after = line.end() if line else end
        if headers.fields and _FIELD.match(raw, after, end):
            place = after  # one spoilt line among headers
            continue
        return headers, place
    return headers, end


def _blank_at(raw: bytes, place: int, end: int) -> int | None:
    byte = raw[place]
    if byte in b"\n":
        return place + 1
    if byte in b"\r \t":
        line = _LINE.match(raw, place, end)
        if line and not line.group().strip():
            return line.end()
    return None


def _keep(headers: Headers, found: re.Match[bytes], limits: Limits) -> None:
    name = found.group(1).decode("ascii").lower()
    if len(headers.fields) >= limits.headers and (
        name not in _WANTED or len(headers.fields) >= limits.headers * 2
    ):
        headers.cut = True
        return
    value = found.group(2)
    if len(value) > limits.header_bytes:
        headers.cut = True
        value = value[: limits.header_bytes]
    if b"\n" in value or b"\r" in value:
        value = _FOLD.sub(b" ", value)
    headers.fields.append((name, value.strip()))
