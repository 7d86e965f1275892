"""How much of one message is read before it is left to a person."""

import time
from dataclasses import dataclass

from recours.mail.errors import UnreadableMail


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading: time, size, depth, parts, and what is kept of each header."""

    seconds: float = 5.0
    bytes: int = 52_428_800
    depth: int = 20
    parts: int = 200
    headers: int = 2_000
    header_bytes: int = 65_536
    addresses: int = 200
    references: int = 50
    subject: int = 500
    text: int = 1_000_000
    html: int = 1_000_000


LIMITS = Limits()


class Watch:
    """The time left to one reading: asked often, it ends the reading when it is over."""

    __slots__ = ("_end",)

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise `UnreadableMail` when the time is over."""
        if time.monotonic() > self._end:
            raise UnreadableMail("too-long")
