"""Headers as people wrote them: encoded words (RFC 2047), raw bytes, odd mixtures of both."""

import binascii
import re

from recours.mail.charsets import codec_of, decode
from recours.mail.invisible import one_line

_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?(.*?)\?=", re.DOTALL)
_UNDERLINE = re.compile(rb"_")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def plain_header(value: bytes, hint: str = "") -> str:
    """Return a header's words on one line; `hint` is the charset of the body, for raw bytes."""
    return one_line(decode_words(value, hint))


def decode_words(value: bytes, hint: str = "") -> str:
    """Return the words of a header, still with whatever control characters they hide."""
    if b"=?" not in value:
        return _raw(value, hint)
    out: list[str] = []
    pending: tuple[str, bytes] | None = None  # the charset and bytes of neighbours, not yet read
    place = 0
    for found in _WORD.finditer(value):
        between = value[place : found.start()]
        charset = found.group(1).decode("latin-1").split("*")[0]
        data = _content(found.group(2), found.group(3))
        if pending and (between.strip() or pending[0] != charset):
            out.append(decode(pending[1], pending[0])[0])
            pending = None
        if between.strip() or not place:
            out.append(_raw(between, hint))
        pending = (charset, pending[1] + data) if pending else (charset, data)
        place = found.end()
    if pending:
        out.append(decode(pending[1], pending[0])[0])
    out.append(_raw(value[place:], hint))
    return "".join(out)


def _raw(value: bytes, hint: str) -> str:
    if value.isascii() and b"\x1b" not in value:
        return value.decode("ascii")
    try:
        return value.decode("utf-8") if b"\x1b" not in value else decode(value, "iso-2022-jp")[0]
    except UnicodeDecodeError:
        codec = codec_of(hint) if hint else ""
        return decode(value, hint if codec not in (None, "utf-8") else "")[0]


def _content(encoding: bytes, text: bytes) -> bytes:
    if encoding in b"qQ":
        return binascii.a2b_qp(_UNDERLINE.sub(b" ", text).replace(b"\n", b""), header=False)
    return base64_word(text)


def base64_word(text: bytes) -> bytes:
    """Decode base 64 however it was cut; what cannot be a letter of it is dropped."""
    letters = _NOT_BASE64.sub(b"", text)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
