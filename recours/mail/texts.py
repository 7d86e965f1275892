"""The words of each piece of a message, and its HTML, whichever way they were written."""

import re
from dataclasses import dataclass, field

from recours.mail.bodies import Block
from recours.mail.charsets import codec_of, decode
from recours.mail.flowed import unflowed
from recours.mail.html_clean import bare_words, canonical
from recours.mail.html_text import HtmlText, html_text
from recours.mail.invisible import clean_text, has_controls
from recours.mail.limits import Limits, Watch
from recours.mail.rtf import rtf_text
from recours.mail.transfer import undo, uu_files
from recours.mail.tree import Node

_WORD = re.compile(r"\w{2,}")
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w:.-]{2,40})", re.IGNORECASE)
_ENRICHED = re.compile(r"</?[a-zA-Z]{1,30}>")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_STUB = 25  # words; a plain part with fewer, beside a long HTML one, only says to read the other
_COMPARED = 6  # words of a quote by which it is found again in the plain text


@dataclass(slots=True)
class Words:
    """The words of a message, the HTML that a page may show, the spans its mailer marked."""

    text: str = ""
    html: list[str] = field(default_factory=list)
    quotes: list[tuple[int, int]] = field(default_factory=list)
    signatures: list[tuple[int, int]] = field(default_factory=list)
    uu: list[tuple[bytes, bytes]] = field(default_factory=list)
    undecodable: list[Node] = field(default_factory=list)
    warnings: set[str] = field(default_factory=set)


def read_words(raw: bytes, blocks: list[Block], limits: Limits, watch: Watch) -> Words:
    """Return the words of all the pieces, one after the other."""
    words = Words()
    for block in blocks:
        watch.check()
        _add_block(raw, block, words, limits)
    if len(words.text) > limits.text:
        words.warnings.add("text-cut")
        words.text = words.text[: limits.text]
    return words


def _add_block(raw: bytes, block: Block, words: Words, limits: Limits) -> None:
    plain = "\n".join(_plain_text(raw, node, words, limits) for node in block.plain).strip("\n")
    html = "\n".join(_html_source(raw, node, words, limits) for node in block.html)
    read = _read_html(html, words) if html.strip() else None
    if read is None and block.rtf:
        rtf = _data(raw, block.rtf[0], words)[: limits.text]
        plain = _without_invisible(rtf_text(rtf), words)
    if read is not None and _html_is_better(plain, read):
        _append(words, "\n".join(read.lines), read)
    else:
        _append(words, plain, _found_in(plain, read) if read else None)


def _append(words: Words, text: str, read: HtmlText | None) -> None:
    if not text.strip():
        return
    shift = words.text.count("\n") + 2 if words.text else 0
    words.text = f"{words.text}\n\n{text}" if words.text else text
    if read is not None:
        words.quotes += [(begin + shift, end + shift) for begin, end in read.quotes]
        words.signatures += [(begin + shift, end + shift) for begin, end in read.signatures]


def _data(raw: bytes, node: Node, words: Words) -> bytes:
    data, readable = undo(raw[node.start : node.end], node.encoding)
    if not readable:
        words.undecodable.append(node)
        words.warnings.add("undecodable")
    return data


def _decoded(data: bytes, label: str, words: Words) -> str:
    text, guessed = decode(data, label)
    if guessed and not data.isascii():
        words.warnings.add("charset-guessed")
    elif label and codec_of(label) is None:
        words.warnings.add("charset-unknown")
    return text


def _without_invisible(text: str, words: Words) -> str:
    if has_controls(text):
        words.warnings.add("control-characters")
    return clean_text(text)


def _plain_text(raw: bytes, node: Node, words: Words, limits: Limits) -> str:
    data = _data(raw, node, words)
    if node in words.undecodable and not _printable(data):
        return ""
    if b"begin " in data:
        data, files = uu_files(data)
        words.uu += files
    if len(data) > limits.text * 4:
        words.warnings.add("text-cut")
        data = data[: limits.text * 4]
    text = _without_invisible(_decoded(data, node.params.get("charset", ""), words), words)
    if node.params.get("format", "").lower() == "flowed":
        text = unflowed(text, delsp=node.params.get("delsp", "").lower() == "yes")
    return _ENRICHED.sub("", text) if node.type == "text/enriched" else text


def _printable(data: bytes) -> bool:
    """Say whether undecoded bytes still read as words, and not as a code of them."""
    sample = data[:2000]
    odd = _CONTROL.search(sample)
    spaces = sample.count(b" ")
    return bool(sample) and not odd and spaces * 12 >= len(sample)


def _html_source(raw: bytes, node: Node, words: Words, limits: Limits) -> str:
    data = _data(raw, node, words)
    if node in words.undecodable and b"<" not in data:
        return ""
    label = node.params.get("charset", "")
    if not codec_of(label):
        meta = _META.search(data[:3000])
        label = meta.group(1).decode("ascii") if meta else label
    if len(data) > limits.html:
        words.warnings.add("html-cut")
        data = data[: limits.html]
    return _decoded(data, label, words)


def _read_html(html: str, words: Words) -> HtmlText:
    clean = canonical(html)
    if clean is None:
        words.warnings.add("html-too-deep")
        return HtmlText(_without_invisible(bare_words(html), words).split("\n"))
    clean = _without_invisible(clean, words)
    words.html.append(clean)
    return html_text(clean)


def _html_is_better(plain: str, read: HtmlText) -> bool:
    if not plain.strip():
        return True
    said = len(_WORD.findall(plain))
    shown = len(_WORD.findall("\n".join(read.lines)))
    return said < _STUB and shown > said * 4


def _found_in(plain: str, read: HtmlText) -> HtmlText:
    """Find in the plain text the quotes that only the HTML marks."""
    spans: list[tuple[int, int]] = []
    lines = plain.split("\n")
    for begin, end in read.quotes[:3]:
        start = _line_of(lines, " ".join(read.lines[begin:end]))
        if start is not None:
            whole = end >= len(read.lines)
            spans.append((start, len(lines) if whole else start))
    return HtmlText(lines, spans, [])


def _line_of(lines: list[str], quoted: str) -> int | None:
    wanted = _WORD.findall(quoted[:600])[:_COMPARED]
    if len(wanted) < _COMPARED:
        return None
    words: list[str] = []
    places: list[int] = []
    for place, line in enumerate(lines[:3000]):
        for word in _WORD.findall(line):
            words.append(word)
            places.append(place)
    for at in range(len(words) - _COMPARED + 1):
        if words[at] == wanted[0] and words[at : at + _COMPARED] == wanted:
            first = at == 0 or places[at - 1] != places[at]
            return places[at] if first else None
    return None
