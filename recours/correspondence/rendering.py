"""Turns sentences and their values into what is read: a subject, a text, a page.

The layouts are ours; the sentences, which a house may change, come into them filled, as values.
"""

from collections.abc import Mapping
from typing import Any

from django.template import Context, engines
from django.template.backends.django import DjangoTemplates
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from recours.correspondence.in_force import Wording, wording
from recours.correspondence.palette import STYLE
from recours.correspondence.rules.filling import Sentence
from recours.correspondence.rules.mails import header_line
from recours.correspondence.rules.placeholders import PLACEHOLDERS, Said
from recours.correspondence.rules.templates import kind_of
from recours.correspondence.rules.typography import set_html, set_text

_FOLDER = "correspondence/mail"
_BREAK = "<br>"


class _Words:
    """The sentences as a layout names them, each filled when it is asked for."""

    def __init__(self, sentences: Mapping[str, Sentence], said: Said) -> None:
        self.sentences = sentences
        self.said = said

    def __getitem__(self, name: str) -> str:
        return self.sentences[name].fill(self.said)


class _PageWords:
    """The same on a page: escaped, the dates strong, the addresses links, titles left plain."""

    def __init__(
        self, sentences: Mapping[str, Sentence], said: Said, lines: frozenset[str]
    ) -> None:
        self.sentences = sentences
        self.said = said
        self.lines = lines

    def __getitem__(self, name: str) -> SafeString:
        if name in self.lines:
            return escape(self.sentences[name].fill(self.said))
        dressed = self.sentences[name].dressed(self.said, plain=_plain, dress=_dress)
        return SafeString(dressed)  # every piece was escaped or formatted above


def _plain(words: str) -> str:
    return escape(words).replace("&#x27;", "'").replace("\n", _BREAK)


def _dress(name: str, value: str) -> str:
    known = PLACEHOLDERS.get(name)
    if name.endswith("url") and value.startswith(("https://", "http://")):
        return _link(value, value)
    if name.endswith("email") and value:
        return _link(f"mailto:{value}", value)
    if known and known.strong and value:
        return format_html("<b>{}</b>", value)
    return escape(value)


def _link(url: str, shown: str) -> str:
    return format_html('<a class="link" style="{}" href="{}">{}</a>', STYLE["link"], url, shown)


def _render(name: str, context: Mapping[str, Any], *, autoescape: bool) -> str:
    engine = engines["django"]
    if not isinstance(engine, DjangoTemplates):
        raise TypeError("e-mails are written with Django's templates")
    found = engine.engine.get_template(f"{_FOLDER}/{name}")
    return str(found.render(Context(dict(context), autoescape=autoescape)))


def render_text(
    *, template: str, values: Mapping[str, Any], language: str, words: Wording | None = None
) -> tuple[str, str]:
    """Return the subject and the text: the first line of the layout is the subject."""
    told = (words or wording(template, language)).sentences
    context = {**values, "language": language, "w": _Words(told, Said(values, language))}
    written = _render(f"{template}.{language}.txt", context, autoescape=False)
    subject, _, text = set_text(written, language).strip().partition("\n")
    return header_line(subject), _tidy(text)


def render_page(
    *,
    template: str,
    values: Mapping[str, Any],
    language: str,
    subject: str,
    words: Wording | None = None,
) -> str:
    """Return the HTML part: one column, styles inside, readable by everybody."""
    told = (words or wording(template, language)).sentences
    lines = frozenset(slot.name for slot in kind_of(template).slots if slot.shape == "line")
    said = _PageWords(told, Said(values, language), lines)
    context = {**values, "language": language, "subject": subject, "style": STYLE, "w": said}
    return set_html(_render(f"{template}.{language}.html", context, autoescape=True), language)


def _tidy(text: str) -> str:
    """Keep one empty line at most between two paragraphs: optional ones leave holes."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for i, line in enumerate(lines) if line or lines[i - 1]]
    return "\n".join(kept) + "\n"
