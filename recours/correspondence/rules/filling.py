"""Fills the placeholders of a sentence: names in braces, and nothing else.

No engine and no format string: `{reference}` is a placeholder, `{x.y}`, `{x!r}`, `{0}`, `{{`, and a
lone brace are refused. What is filled in is never read again.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_PIECES = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")
_BRACES = re.compile(r"[{}]")

Dress = Callable[[str, str], str]  # a placeholder's name and its value, as a page shows it


class BadPlaceholder(ValueError):
    """Braces that hold no placeholder."""

    def __init__(self, around: str) -> None:
        """Keep what stood around the brace."""
        super().__init__(around)
        self.around = around


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text cut at its placeholders: words of ours and names, in turn."""

    words: tuple[str, ...]
    names: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the text; `values` answers any name, with a blank when it has nothing."""
        if not self.names:
            return self.words[0]
        said = [self.words[0]]
        for name, after in zip(self.names, self.words[1:], strict=True):
            said += (values[name], after)
        return "".join(said)

    def dressed(
        self, values: Mapping[str, str], *, plain: Callable[[str], str], dress: Dress
    ) -> str:
        """Return the text for a page: words through `plain`, values through `dress`."""
        said = [plain(self.words[0])]
        for name, after in zip(self.names, self.words[1:], strict=True):
            said += (dress(name, values[name]), plain(after))
        return "".join(said)


def cut(text: str) -> Sentence:
    """Return the text, cut; raise `BadPlaceholder` at a brace that belongs to no placeholder."""
    pieces = _PIECES.split(text)
    words, names = tuple(pieces[0::2]), tuple(pieces[1::2])
    for number, piece in enumerate(words):
        found = _BRACES.search(piece)
        if found:
            raise BadPlaceholder(_around(words, names, number, found.start()))
    return Sentence(words, names)


def _around(words: tuple[str, ...], names: tuple[str, ...], number: int, place: int) -> str:
    """Return a few characters on each side of the brace, as they were typed."""
    typed = "".join(
        one + (f"{{{names[i]}}}" if i < len(names) else "") for i, one in enumerate(words)
    )
    at = sum(len(one) for one in words[:number]) + sum(len(one) + 2 for one in names[:number])
    return typed[max(0, at + place - 12) : at + place + 28].replace("\n", " ").strip()
