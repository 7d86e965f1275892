"""HTML to text as a person would type it, with the places where quotes and signatures begin."""

import html as entities
import re
from dataclasses import dataclass, field

from recours.mail.html_marks import Mark, mark_of, quotes_somebody
from recours.mail.links import link_words

TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[a-z][a-z0-9]*)(?P<attrs>(?:[^>\"]++|\"[^\"]*+\")*+)>|(?P<words>[^<]+|<)"
)
ATTRIBUTE = re.compile(r"([a-z][\w-]*)=\"([^\"]*)\"")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_VOID = frozenset({"br", "hr", "img"})
_LINE = frozenset(
    {"div", "tr", "address", "article", "section", "header", "footer", "main", "figure",
     "figcaption", "center", "dt", "dd", "caption", "thead", "tbody", "tfoot"}
)  # fmt: skip
_BLOCK = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "blockquote"}
)


@dataclass(slots=True)
class HtmlText:
    """The lines, and the spans of lines that mailers marked as quotes or signatures."""

    lines: list[str] = field(default_factory=list)
    quotes: list[tuple[int, int]] = field(default_factory=list)
    signatures: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """An element that is open: what to undo when it closes."""

    tag: str
    mark: Mark = Mark.NONE
    line: int = 0
    quoting: bool = False
    href: str = ""
    wrote: int = 0
    breaks: int = 0


class Flow:
    """Lines being written while the elements open and close."""

    def __init__(self) -> None:
        self.done = HtmlText()
        self._line: list[str] = []
        self._blank = 0
        self._open: list[_Open] = []
        self._depth = 0
        self._pre = 0
        self._lists: list[int] = []  # 0 for bullets, else the next number
        self._until_end: int | None = None

    def words(self, text: str) -> None:
        """Write words, with the spaces a browser would show."""
        said = entities.unescape(text) if "&" in text else text
        if self._pre:
            first, *others = said.split("\n")
            self._put(first)
            for other in others:
                self._end_line()
                self._put(other)
            return
        self._put(_SPACES.sub(" ", said))

    def _put(self, text: str) -> None:
        if (
            not self._pre
            and text.startswith(" ")
            and (not self._line or self._line[-1].endswith(" "))
        ):
            text = text[1:]
        if text:
            self._line.append(text)

    def _end_line(self) -> None:
        text = "".join(self._line).replace("\xa0", " ").rstrip()
        self._line.clear()
        prefix = "> " * self._depth
        if text:
            if self._blank and self.done.lines:
                self.done.lines.append(prefix.rstrip())
            self.done.lines.append(prefix + text)
            self._blank = 0
        else:
            self._blank = 1

    def _break(self, blank: int) -> None:
        if self._line:
            self._end_line()
        self._blank = max(self._blank, blank)

    def start(self, tag: str, attrs: str) -> None:
        """Open an element, or write the sign of an empty one."""
        given = dict(ATTRIBUTE.findall(attrs)) if attrs else {}
        mark = mark_of(tag, given) if given else Mark.NONE
        if tag in _VOID:
            self._void(tag, given, mark)
            return
        one = _Open(tag, mark)
        one.breaks = self._space_around(tag, given)
        if one.breaks:
            self._break(one.breaks - 1)
        self._begin(one, given)
        one.line = len(self.done.lines)
        if mark is Mark.TO_THE_END and self._until_end is None:
            self._break(0)
            self._until_end = len(self.done.lines)
        self._open.append(one)

    def _begin(self, one: _Open, given: dict[str, str]) -> None:
        tag = one.tag
        if tag == "blockquote" and (quotes_somebody(given) or self._after_attribution()):
            one.quoting = True
            self._depth += 1
        elif tag == "a":
            one.href = entities.unescape(given.get("href", ""))
            one.wrote = len(self._line)
        elif tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else 0)
        elif tag == "li":
            self._break(0)
            self._line.append(self._bullet())
        elif tag in ("td", "th") and self._line:
            self._put(" ")
        elif tag == "pre":
            self._pre += 1

    def _space_around(self, tag: str, given: dict[str, str]) -> int:
        if tag in _LINE:
            return 1
        if tag not in _BLOCK or (tag == "p" and "msonormal" in given.get("class", "").lower()):
            return 1 if tag == "p" else 0
        return 1 if tag in ("ul", "ol") and self._lists else 2

    def _bullet(self) -> str:
        indent = "  " * max(len(self._lists) - 1, 0)
        if self._lists and self._lists[-1]:
            self._lists[-1] += 1
            return f"{indent}{self._lists[-1] - 1}. "
        return f"{indent}- "

    def _void(self, tag: str, given: dict[str, str], mark: Mark) -> None:
        if tag == "br":
            self._end_line()
            return
        if tag == "hr":
            self._break(1)
            if mark is Mark.TO_THE_END and self._until_end is None:
                self._until_end = len(self.done.lines)
            return
        words = entities.unescape(given.get("alt", "")).strip()
        if words and not any(each.isascii() and each.isalnum() for each in words):
            self._put(words)

    def _after_attribution(self) -> bool:
        last = next((line for line in reversed(self.done.lines[-3:]) if line.strip("> ")), "")
        return last.rstrip().endswith(":") and ("écrit" in last or "wrote" in last or "@" in last)

    def end(self, tag: str) -> None:
        """Close the innermost element of this name and what it left open."""
        while self._open:
            one = self._open.pop()
            self._close(one)
            if one.tag == tag:
                return

    def _close(self, one: _Open) -> None:
        if one.href:
            said = "".join(self._line[one.wrote :]) if one.wrote <= len(self._line) else ""
            self._put(link_words(said, one.href))
        if one.breaks:
            self._break(one.breaks - 1)
        if one.quoting:
            self._break(1)
            self._depth -= 1
        elif one.tag in {"ul", "ol"}:
            self._lists.pop()
        elif one.tag == "li":
            self._break(0)
        elif one.tag == "pre":
            self._pre -= 1
        self._note(one)

    def _note(self, one: _Open) -> None:
        """Keep the span of lines of an element that its mailer marked."""
        if one.mark is Mark.QUOTE:
            self._break(0)
            self.done.quotes.append((one.line, len(self.done.lines)))
        elif one.mark is Mark.SIGNATURE:
            self._break(0)
            self.done.signatures.append((one.line, len(self.done.lines)))

    def finish(self) -> HtmlText:
        """Close everything and return the lines."""
        while self._open:
            self._close(self._open.pop())
        self._break(0)
        if self._until_end is not None:
            self.done.quotes.append((self._until_end, len(self.done.lines)))
        return self.done


def html_text(html: str) -> HtmlText:
    """Return the text of canonical HTML (see `html_clean.canonical`)."""
    flow = Flow()
    for found in TOKEN.finditer(html):
        words = found.group("words")
        if words is not None:
            flow.words(words)
        elif found.group("close"):
            flow.end(found.group("tag"))
        else:
            flow.start(found.group("tag"), found.group("attrs"))
    return flow.finish()
