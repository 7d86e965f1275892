"""What was read: words with how sure the engine is of them, out of one hundred."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CARRIED = "document"  # the engine's name when the document carried its own text


@dataclass(frozen=True, slots=True)
class Line:
    """One line, from left to right, and how sure the engine is of it (0 to 100)."""

    text: str
    confidence: int
    page: int = 1


@dataclass(frozen=True, slots=True)
class PageText:
    """The words of a document; pages are separated by a form feed in `text`.

    `pages` is how many were read, `of` how many there are.
    """

    text: str
    lines: tuple[Line, ...]
    engine: str
    confidence: int
    pages: int = 1
    of: int = 1

    def as_json(self) -> dict[str, Any]:
        """Return the same for a JSON document."""
        return {
            "lines": [[line.text, line.confidence, line.page] for line in self.lines],
            "engine": self.engine,
            "pages": self.pages,
            "of": self.of,
        }


def page_text(lines: Sequence[Line], *, engine: str, pages: int, of: int) -> PageText:
    """Return the words of these lines; each weighs in the confidence by its length."""
    said = [line for line in lines if line.text.strip()]
    weight = sum(len(line.text) for line in said)
    sure = sum(len(line.text) * line.confidence for line in said) // weight if weight else 0
    sheets = ["\n".join(x.text for x in said if x.page == page + 1) for page in range(pages)]
    return PageText("\f".join(sheets), tuple(said), engine, sure, pages, of)


def from_json(document: Mapping[str, Any]) -> PageText:
    """Return what `as_json` wrote."""
    lines = [Line(str(text), int(sure), int(page)) for text, sure, page in document["lines"]]
    return page_text(
        lines,
        engine=str(document["engine"]),
        pages=int(document["pages"]),
        of=int(document["of"]),
    )
