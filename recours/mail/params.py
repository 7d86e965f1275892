"""`type/subtype; name=value`: Content-Type and Content-Disposition, RFC 2231 and its misuses."""

import re
from urllib.parse import unquote_to_bytes

from recours.mail.charsets import decode
from recours.mail.words import decode_words

_PARAM = re.compile(
    rb";[;\s]*([^\s;=\"]{1,80})\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"?|([^;]*))", re.DOTALL
)
_ESCAPE = re.compile(r'\\(["\\])')
_PIECE = re.compile(r"(.+?)(?:\*(\d{1,3}))?(\*)?")
_TYPE = re.compile(rb"\s*([\w!#$&.+^-]{1,60})\s*/\s*([\w!#$&.+^-]{1,80})")
_MOST = 60


def content_type(value: bytes | None) -> tuple[str, dict[str, str]]:
    """Return the type in small letters and its parameters; `text/plain` when there is none."""
    if not value:
        return "text/plain", {}
    found = _TYPE.match(value)
    if found:
        name = b"/".join(found.groups()).decode("latin-1").lower()
        return name, parameters(value[found.end() :])
    word = value.split(b";")[0].strip().lower()
    name = {
        b"text": "text/plain",
        b"html": "text/html",
        b"": "text/plain",
        b"plain": "text/plain",
    }.get(word, "application/octet-stream")
    return name, parameters(value)


def disposition(value: bytes | None) -> tuple[str, dict[str, str]]:
    """Return "inline", "attachment" or "", and the parameters."""
    if not value:
        return "", {}
    word = value.split(b";")[0].strip().lower()
    if word in (b"inline", b"attachment"):
        return word.decode("ascii"), parameters(value)
    return ("attachment" if word else ""), parameters(value)


def parameters(value: bytes) -> dict[str, str]:
    """Return the parameters after the first word; pieces of RFC 2231 are put together."""
    place = value.find(b";")
    if place < 0:
        return {}
    simple: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, bytes]]] = {}
    for count, found in enumerate(_PARAM.finditer(value, place)):
        if count >= _MOST:
            break
        key = found.group(1).decode("latin-1").lower()
        raw = found.group(2) if found.group(2) is not None else found.group(3).strip()
        shape = _PIECE.fullmatch(key)
        if shape and (shape.group(2) or shape.group(3)):
            order = int(shape.group(2) or 0)
            pieces.setdefault(shape.group(1), []).append((order, bool(shape.group(3)), raw))
        else:
            simple.setdefault(key, _unescaped(raw))
    for key, found_pieces in pieces.items():
        simple[key] = _joined(found_pieces)
    return simple


def _unescaped(raw: bytes) -> str:
    return _ESCAPE.sub(r"\1", decode_words(raw)).strip()


def _joined(pieces: list[tuple[int, bool, bytes]]) -> str:
    charset = ""
    data = b""
    for order, encoded, raw in sorted(pieces, key=lambda each: each[0]):
        text = raw
        if encoded and order == 0 and text.count(b"'") > 1:
            label, _, text = text.split(b"'", 2)
            charset = label.decode("latin-1")
        data += unquote_to_bytes(text) if encoded else text
    if not charset and b"=?" in data:
        return decode_words(data).strip()
    return decode(data, charset)[0].strip()
