"""What is new in a message, and what is folded: quotes, then signatures; no line is ever lost."""

from dataclasses import dataclass, field

from recours.mail.attribution import attribution_at
from recours.mail.forwards import is_forward_mark, is_forward_subject
from recours.mail.lines import Line, look, worded
from recours.mail.reply_blocks import block_at, block_start, is_separator
from recours.mail.signatures import may_fold, signature_lines

_NEW, _QUOTE, _SIGNATURE = 0, 1, 2
_MOST_LINES = 5_000
Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Folded:
    """The text of a message in two: each line of it is in one or in the other."""

    text: str
    quoted: str = ""
    signature: str = ""


@dataclass(slots=True)
class _Page:
    """The lines of a message and what each was found to be."""

    lines: list[Line]
    kinds: list[int]
    soft: bool = False  # an attribution was met: lines with a quote mark are quotes
    stop: int = -1  # a forwarded message begins here: nothing after it is folded
    cut: int = -1  # everything from here is quoted
    marks: dict[int, int] = field(default_factory=dict)  # where the mailer says a quote is

    def put(self, begin: int, end: int, kind: int) -> None:
        """Say what the lines from `begin` to `end` are."""
        for place in range(begin, end):
            self.kinds[place] = kind


def fold(
    text: str,
    *,
    subject: str = "",
    is_reply: bool = False,
    quotes: Spans | None = None,
    signatures: Spans | None = None,
) -> Folded:
    """Return what is new in a text and what repeats another or only signs.

    `quotes` and `signatures` are spans of lines the mailer itself marked. When folding would leave
    no word, everything is shown.
    """
    head, rest = _head(text)
    lines = look(head)
    page = _Page(lines, [_NEW] * len(lines), marks=_marks(lines, quotes or []))
    _find_quotes(page, forwarded=is_forward_subject(subject), is_reply=is_reply)
    _unfold_context(page)
    _find_signatures(page, signatures or [])
    if not worded([line for line, kind in zip(lines, page.kinds, strict=True) if kind == _NEW]):
        return Folded(_joined(lines) + rest)
    new, folded = _of(page, _NEW), _of(page, _QUOTE, _SIGNATURE)
    if page.cut >= 0:
        return Folded(new, folded + rest, _of(page, _SIGNATURE))
    return Folded(new + rest, folded, _of(page, _SIGNATURE))


def _head(text: str) -> tuple[str, str]:
    """Cut a text too long to be looked at line by line; its end follows the last line's fate."""
    place = -1
    for _ in range(_MOST_LINES):
        place = text.find("\n", place + 1)
        if place < 0:
            return text, ""
    return text[:place], text[place:]


def _marks(lines: list[Line], quotes: Spans) -> dict[int, int]:
    """Return where the marked quotes begin, at their first written line, and end."""
    marks: dict[int, int] = {}
    for begin, end in quotes:
        place = begin
        while place < min(end, len(lines)) and lines[place].blank:
            place += 1
        marks[place] = max(marks.get(place, 0), min(end, len(lines)))
    return marks


def _find_quotes(page: _Page, *, forwarded: bool, is_reply: bool) -> None:
    lines = page.lines
    page.soft = is_reply
    place = 0
    while place < len(lines):
        after = _step(page, place, forwarded=forwarded)
        if page.stop >= 0 or page.cut >= 0:
            break
        place = after
    if page.cut >= 0:
        page.put(page.cut, len(lines), _QUOTE)
    end = page.cut if page.cut >= 0 else page.stop if page.stop >= 0 else len(lines)
    if page.soft:
        for place in range(end):
            if lines[place].quoted:
                page.kinds[place] = _QUOTE


def _step(page: _Page, place: int, *, forwarded: bool) -> int:
    """Look at one line and return the next to look at."""
    lines = page.lines
    line = lines[place]
    if line.blank:
        return place + 1
    marked = place in page.marks
    if is_forward_mark(line) and not line.quoted:
        page.stop = place
        return place
    if (is_separator(line) and not line.quoted) or block_at(lines, place, marked=marked):
        return _header_block(page, place, forwarded=forwarded)
    after = attribution_at(lines, place, marked=marked)
    if after > place:
        return _attribution(page, place, after, forwarded=forwarded)
    if marked and not forwarded and page.marks[place] > place:
        return _marked(page, place)
    return place + 1


def _header_block(page: _Page, place: int, *, forwarded: bool) -> int:
    start = block_start(page.lines, place)
    if forwarded and not any(kind == _QUOTE for kind in page.kinds):
        page.stop = start
    elif page.lines[place].quoted:
        page.soft = True
        return place + 1
    else:
        page.cut = start
    return place


def _attribution(page: _Page, place: int, after: int, *, forwarded: bool) -> int:
    lines = page.lines
    under = next((line for line in lines[after:] if not line.blank or line.quoted), None)
    if forwarded and not worded(lines[:place]):
        page.stop = place
        return place
    page.put(place, after, _QUOTE)
    if under is None or under.quoted:
        page.soft = True
        return after
    end = page.marks.get(place, 0)
    if after < end < len(lines):
        page.put(place, end, _QUOTE)
        return end
    page.cut = place
    return place


def _marked(page: _Page, place: int) -> int:
    """Fold what the mailer's HTML calls a quote, unless a forwarded message is under it."""
    end = page.marks[place]
    inside = page.lines[place:end]
    if any(is_forward_mark(line) for line in inside[:4]):
        page.stop = place
        return place
    page.put(place, end, _QUOTE)
    return end


def _unfold_context(page: _Page) -> None:
    """Show again the quoted paragraph over each answer written inside a quotation."""
    lines, kinds = page.lines, page.kinds
    end = page.cut if page.cut >= 0 else len(lines)
    answers = _answers(page, end)
    if len(answers) <= 1 and not _quoted_after(page, answers, end):
        return
    for answer in answers:
        place = answer - 1
        while place >= 0 and lines[place].blank and not lines[place].quoted:
            place -= 1
        while place >= 0 and lines[place].quoted and not lines[place].blank:
            kinds[place] = _NEW
            place -= 1


def _answers(page: _Page, end: int) -> list[int]:
    """Return the first line of each run of new words that stands right under a quoted one."""
    found: list[int] = []
    quoted_above = False
    for place in range(end):
        line = page.lines[place]
        if page.kinds[place] == _QUOTE:
            quoted_above = line.quoted
        elif line.worded:
            if quoted_above:
                found.append(place)
            quoted_above = False
    return found


def _quoted_after(page: _Page, answers: list[int], end: int) -> bool:
    if not answers:
        return False
    return any(
        page.kinds[place] == _QUOTE and page.lines[place].quoted for place in range(answers[0], end)
    )


def _find_signatures(page: _Page, marked: Spans) -> None:
    for begin, end in marked:
        if all(kind == _NEW for kind in page.kinds[begin:end]) and may_fold(page.lines[begin:end]):
            page.put(begin, end, _SIGNATURE)
    for begin, end in _runs(page):
        for place in signature_lines(page.lines[begin:end]):
            page.kinds[begin + place] = _SIGNATURE


def _runs(page: _Page) -> Spans:
    """Return the spans of new lines: each may end with a signature."""
    end_of_page = page.stop if page.stop >= 0 else len(page.kinds)
    runs: Spans = []
    begin = -1
    for place in range(end_of_page):
        if page.kinds[place] == _NEW:
            begin = place if begin < 0 else begin
        elif begin >= 0:
            runs.append((begin, place))
            begin = -1
    if begin >= 0:
        runs.append((begin, end_of_page))
    return runs


def _of(page: _Page, *kinds: int) -> str:
    return _joined(
        [line for line, kind in zip(page.lines, page.kinds, strict=True) if kind in kinds]
    )


def _joined(lines: list[Line]) -> str:
    """Return the lines with one blank line at most between paragraphs."""
    out: list[str] = []
    for line in lines:
        raw = line.raw.rstrip()
        if raw or (out and out[-1]):
            out.append(raw)
    return "\n".join(out).strip("\n")
