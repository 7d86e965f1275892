"""What people type, made safe to keep and to show."""

import re

_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def readable(text: str) -> str:
    """Return the text without the invisible characters that hide something, lines made plain."""
    return _UNREADABLE.sub("", text.replace("\r\n", "\n"))
