"""Lines as the rules about quotes compare them: without quote marks, bold stars or odd spaces."""

import re
from dataclasses import dataclass

_ODD_SPACE = re.compile("[\xa0\u2007\u2009\u202f\t]")
_QUOTED = re.compile(r"\s{0,3}(?:[>|]\s?)+|\s{0,3}&gt;\s?")
_BOLD = re.compile(r"(?<!\w)[*_]{1,2}(?=\S)|(?<=[\w:.,>])\s?[*_]{1,2}(?!\w)")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, what it says without its decoration, and how deep it is quoted."""

    raw: str
    said: str
    quoted: bool

    @property
    def blank(self) -> bool:
        """Say whether nothing is written on it."""
        return not self.said

    @property
    def worded(self) -> bool:
        """Say whether it holds a word of the person who writes now."""
        return not self.quoted and _WORD.search(self.said) is not None


def look(text: str) -> list[Line]:
    """Return the lines of a text, ready to be compared."""
    return [_line(each) for each in text.split("\n")]


def _line(raw: str) -> Line:
    marks = _QUOTED.match(raw)
    said = raw[marks.end() :] if marks else raw
    said = _ODD_SPACE.sub(" ", said)
    if "*" in said or "_" in said:
        said = _BOLD.sub("", said)
    return Line(raw, said.strip(), marks is not None)


def worded(lines: list[Line]) -> bool:
    """Say whether any of the lines holds a word, quoted or not."""
    return any(_WORD.search(each.said) for each in lines)
