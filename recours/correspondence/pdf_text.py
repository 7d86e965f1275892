"""Reads back the text of a PDF that our typesetter made: what was really printed.

Not a reader of any PDF: it knows the plain objects, two-byte fonts and ToUnicode tables that typst
writes, and says so loudly (`NotOurPdf`) when it meets something else. Page heads and feet, marked
as artifacts, are left out: they are not part of the letter.
"""

import re
import zlib
from collections.abc import Iterator


class NotOurPdf(ValueError):
    """A PDF that is not written the way our typesetter writes."""


_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_FONTS = re.compile(rb"/Font<<(.*?)>>", re.DOTALL)
_NAMED = re.compile(rb"/(\w+) (\d+) 0 R")
_CHARACTERS = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s")
_RANGE = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PIECES = re.compile(
    rb"/Artifact\s*(?:<<(?:[^<>]|<<[^<>]*>>)*>>)?\s*B[DM]C"
    rb"|/\w+\s*(?:<<(?:[^<>]|<<[^<>]*>>|<[0-9A-Fa-f]*>)*>>)?\s*B[DM]C"
    rb"|\bEMC"
    rb"|/(\w+) [\d.]+ Tf"
    rb"|\("
    rb"|<[0-9A-Fa-f]+>"
    rb"|\bET\b",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(pdf: bytes) -> str:
    """Return the text in reading order, a line for each piece; raise `NotOurPdf`."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    pages = list(_pages(objects))
    if not pages:
        raise NotOurPdf("no page")
    return "\n".join(_page_text(page, objects) for page in pages)


def _pages(objects: dict[int, bytes]) -> Iterator[bytes]:
    for body in objects.values():
        kids = re.search(rb"/Type/Pages.*?/Kids\[([^\]]*)\]", body, re.DOTALL)
        if kids:
            for key in re.findall(rb"(\d+) 0 R", kids[1]):
                page = objects[int(key)]
                if b"/Type/Page/" in page or re.search(rb"/Type/Page\b(?!s)", page):
                    yield page


def _page_text(page: bytes, objects: dict[int, bytes]) -> str:
    fonts = _fonts(_linked(rb"/Resources (\d+) 0 R", page, objects) or page, objects)
    contents = _linked(rb"/Contents (\d+) 0 R", page, objects)
    if contents is None:
        raise NotOurPdf("a page without contents")
    return "".join(_written(_unpacked(contents), fonts))


def _linked(pattern: bytes, body: bytes, objects: dict[int, bytes]) -> bytes | None:
    found = re.search(pattern, body)
    return objects[int(found[1])] if found else None


def _unpacked(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if found is None:
        raise NotOurPdf("a stream is missing")
    return zlib.decompress(found[1]) if b"/FlateDecode" in body[: found.start()] else found[1]


def _fonts(resources: bytes, objects: dict[int, bytes]) -> dict[bytes, dict[int, str]]:
    found = _FONTS.search(resources)
    named = _NAMED.findall(found[1]) if found else []
    return {name: _letters(objects[int(key)], objects) for name, key in named}


def _letters(font: bytes, objects: dict[int, bytes]) -> dict[int, str]:
    table = _linked(rb"/ToUnicode (\d+) 0 R", font, objects)
    if table is None:
        raise NotOurPdf("a font says nothing of its letters")
    written = _unpacked(table)
    if _RANGE.search(written):
        raise NotOurPdf("a table of letters is written in ranges")
    start = written.find(b"endcodespacerange")
    return {
        int(code, 16): bytes.fromhex(letters.decode()).decode("utf-16-be")
        for code, letters in _CHARACTERS.findall(written, start)
    }


def _written(stream: bytes, fonts: dict[bytes, dict[int, str]]) -> Iterator[str]:
    """Yield the letters shown, outside artifacts, with a line end after each piece of text."""
    letters: dict[int, str] = {}
    marks: list[bool] = []
    at = 0
    while found := _PIECES.search(stream, at):
        piece, at = found[0], found.end()
        shown = b""
        if piece == b"(":
            shown, at = _literal(stream, at)
        elif piece.endswith((b"BDC", b"BMC")):
            marks.append(piece.startswith(b"/Artifact"))
        elif piece == b"EMC":
            marks.pop()
        elif found[1] is not None:
            letters = fonts[found[1]]
        elif piece.startswith(b"<"):
            shown = bytes.fromhex(piece[1:-1].decode())
        if not any(marks):
            yield "\n" if piece == b"ET" else _shown(shown, letters)


def _literal(stream: bytes, start: int) -> tuple[bytes, int]:
    """Return a string written between parentheses, which may hold others, and where it ends."""
    depth, at = 1, start
    while depth:
        if at >= len(stream):
            raise NotOurPdf("a string has no end")
        if stream[at : at + 1] == b"\\":
            at += 1
        elif stream[at : at + 1] in {b"(", b")"}:
            depth += 1 if stream[at : at + 1] == b"(" else -1
        at += 1
    return _ESCAPE.sub(_plain, stream[start : at - 1]), at


def _plain(found: re.Match[bytes]) -> bytes:
    code = found[1]
    if code[:1].isdigit():
        return bytes([int(code, 8) & 0xFF])
    return _NAMED_ESCAPES.get(code, code)


def _shown(codes: bytes, letters: dict[int, str]) -> str:
    pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
    return "".join(letters.get(int.from_bytes(pair), "\ufffd") for pair in pairs)
