"""Content-Transfer-Encoding undone; what cannot be undone is said, never raised."""

import binascii
import re
from itertools import islice

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_LAST_LINE = re.compile(rb"(?<!=)=++[ \t\r]*+\n")
_MOST_PADDED = 3  # ends of base 64 after which a footer is looked for
_BASE64_ONLY = re.compile(rb"[A-Za-z0-9+/=\s]*")
_UU_BEGIN = re.compile(rb"^begin[ \t]+[0-7]{3,4}[ \t]+([^\r\n]*)\r?\n", re.MULTILINE)
_UU_END = re.compile(rb"^end[ \t]*\r?$", re.MULTILINE)

# Written by mailers that meant "nothing was done".
_AS_IS = frozenset(
    {"", "7bit", "8bit", "binary", "7-bit", "8-bit", "7 bit", "8 bit", "none", "8bits", "7bits"}
)
_BASE64 = frozenset({"base64", "base-64", "b64"})
_QP = frozenset(
    {"quoted-printable", "quoted_printable", "quoted-printible", "quotedprintable", "qp"}
)
_UU = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})


def undo(body: bytes, encoding: str) -> tuple[bytes, bool]:
    """Return the bytes that were sent, and whether they could be read back."""
    name = encoding.strip().strip("\"'").lower()
    if name in _AS_IS:
        return body, True
    if name in _BASE64:
        return from_base64(body)
    if name in _QP:
        return binascii.a2b_qp(body), True
    if name in _UU:
        return from_uu(body)
    return body, False


def from_base64(body: bytes) -> tuple[bytes, bool]:
    """Decode base 64 with its accidents: lost padding, several pieces, a footer added in clear."""
    try:
        return binascii.a2b_base64(body, strict_mode=True), True
    except (binascii.Error, ValueError):
        pass
    whole, footer = _without_footer(body)
    strange = len(_NOT_BASE64.findall(whole))
    letters = b"".join(whole.split())
    data = b"".join(_segment(each) for each in re.split(rb"=+", letters) if each)
    readable = strange * 10 <= len(letters) and (bool(data) or not letters)
    return (data + (b"\n" + footer if footer else b"")), readable


def _without_footer(body: bytes) -> tuple[bytes, bytes]:
    for padded in islice(_LAST_LINE.finditer(body), _MOST_PADDED):
        rest = body[padded.end() :]
        if rest.strip() and not _BASE64_ONLY.fullmatch(rest):
            return body[: padded.end()], rest.strip()
    return body, b""


def _segment(letters: bytes) -> bytes:
    kept = _NOT_BASE64.sub(b"", letters)
    if len(kept) % 4 == 1:
        kept = kept[:-1]
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def from_uu(body: bytes) -> tuple[bytes, bool]:
    """Decode uuencoded lines, with or without their `begin` line."""
    begin = _UU_BEGIN.search(body)
    end = _UU_END.search(body, begin.end() if begin else 0)
    lines = body[begin.end() if begin else 0 : end.start() if end else len(body)].splitlines()
    out: list[bytes] = []
    for line in lines:
        if not line or line in (b"`", b" "):
            continue
        piece = _uu_line(line)
        if piece is None:
            return b"".join(out) if out else body, False
        out.append(piece)
    return b"".join(out), bool(begin and end)


def _uu_line(line: bytes) -> bytes | None:
    for attempt in (line, line[: (((line[0] - 32) & 63) * 4 + 5) // 3 + 1]):
        try:
            return binascii.a2b_uu(attempt)
        except (binascii.Error, ValueError):
            continue
    return None


def uu_files(body: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Return a text without the uuencoded files old mailers put in it, and those files by name."""
    files: list[tuple[bytes, bytes]] = []
    kept: list[bytes] = []
    place = 0
    for begin in _UU_BEGIN.finditer(body):
        if begin.start() < place:
            continue
        end = _UU_END.search(body, begin.end())
        if not end:
            break
        data, readable = from_uu(body[begin.start() : end.end()])
        if readable and data:
            kept.append(body[place : begin.start()])
            files.append((begin.group(1), data))
            place = end.end()
    kept.append(body[place:])
    return b"".join(kept), files
