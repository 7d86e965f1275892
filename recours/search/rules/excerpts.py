"""A few lines of a text around the words that were asked, the words set apart. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

ROOM = 190  # letters
BEFORE = 50  # letters shown before the first word


class Piece(NamedTuple):
    """A run of text, and whether it was asked for: whoever shows it escapes it."""

    text: str
    marked: bool


def excerpt(
    text: str, spans: Sequence[tuple[int, int, str]], room: int = ROOM
) -> tuple[Piece, ...]:
    """Return the stretch that holds the most different words, cut between words."""
    if not spans:
        return (Piece(_short(text, room), marked=False),) if text.strip() else ()
    start = _densest(spans, room)
    start, end = _edges(text, max(0, start - BEFORE), room)
    inside = [(a, b) for a, b, _ in spans if a >= start and b <= end]
    pieces, at = [], start
    for a, b in inside:
        pieces += [Piece(_line(text[at:a]), marked=False), Piece(_line(text[a:b]), marked=True)]
        at = b
    pieces.append(Piece(_line(text[at:end]), marked=False))
    pieces = [piece for piece in pieces if piece.text]
    if start > 0:
        pieces.insert(0, Piece("… ", marked=False))
    if end < len(text.rstrip()):
        pieces.append(Piece(" …", marked=False))
    return tuple(pieces)


def _densest(spans: Sequence[tuple[int, int, str]], room: int) -> int:
    """Return where the window with the most different words begins; the first one of equals."""
    best, where, first = 0, spans[0][0], 0
    for first, (start, _, _) in enumerate(spans):
        inside = {key for a, b, key in spans[first:] if b <= start + room - BEFORE}
        if len(inside) > best:
            best, where = len(inside), start
        if first > 200:  # noqa: PLR2004  # a word on every line: the first windows will do
            break
    return where


def _edges(text: str, start: int, room: int) -> tuple[int, int]:
    if start:
        space = text.find(" ", start, start + BEFORE)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + room)
    if end < len(text):
        space = text.rfind(" ", start + room // 2, end)
        end = space if space > 0 else end
    return start, end


def _short(text: str, room: int) -> str:
    line = " ".join(text[: 2 * room].split())
    if len(line) <= room:
        return line
    return f"{line[: line.rfind(' ', room // 2, room)].rstrip()} …"


def _line(text: str) -> str:
    """Keep one space where there were lines, and the spaces at the edges."""
    if not text:
        return ""
    inside = " ".join(text.split())
    head = " " if text[0].isspace() else ""
    tail = " " if text[-1].isspace() and inside else ""
    return f"{head}{inside}{tail}"
