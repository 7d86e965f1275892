"""Characters that nobody sees: removed when they only hide, shown when they lie, kept in emoji."""

import re

_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"
    "\ud800-\udfff\ufdd0-\ufdef\ue000-\uf8ff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")
_LIES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_JOINED = re.compile("[\u0600-\u08ff\u0900-\u0dff\u2190-\u2bff\ufe0f]")


def clean_text(text: str) -> str:
    """Return a text of lines with nothing invisible in it; directions that lie are written out."""
    if "\r" in text or _LINE_ENDS.search(text):
        text = _LINE_ENDS.sub("\n", text)
    return _shown(text) if _ODD.search(text) else text


def one_line(text: str) -> str:
    """Return the same on one line: no header, name or file can be broken with it."""
    return _SPACES.sub(" ", clean_text(text)).strip()


def has_controls(text: str) -> bool:
    """Say whether a text held control characters, or directions that make it read otherwise."""
    return _CONTROLS.search(text) is not None


def _shown(text: str) -> str:
    flags = [found.span() for found in _FLAG.finditer(text)]
    inside = {place for begin, end in flags for place in range(begin, end)}
    return _ODD.sub(lambda found: _one(found, text, inside), text)


def _one(found: re.Match[str], text: str, flags: set[int]) -> str:
    each = found.group()
    place = found.start()
    if place in flags:
        return each
    if each in _LIES:
        return f"[U+{ord(each):04X}]"
    if each in "\u200c\u200d" and _joins(text, place):
        return each
    if "\ud800" <= each <= "\udfff" or each in "\ufffe\uffff":
        return "\ufffd"
    return ""


def _joins(text: str, place: int) -> bool:
    """Say whether a joiner stands where one has a meaning: in an emoji or a script that joins."""
    if not 0 < place < len(text) - 1:
        return False
    before, after = text[place - 1], text[place + 1]
    return _joinable(before) and _joinable(after)


def _joinable(letter: str) -> bool:
    return letter >= "\U0001f000" or _JOINED.match(letter) is not None
