"""Turns a template and its values into what is read: a subject, a text, a page."""

from collections.abc import Mapping
from typing import Any

from django.template import Context, engines
from django.template.backends.django import DjangoTemplates

from recours.correspondence.palette import STYLE
from recours.correspondence.rules.mails import header_line
from recours.correspondence.rules.typography import set_html, set_text

_FOLDER = "correspondence/mail"


def _render(name: str, context: Mapping[str, Any], *, autoescape: bool) -> str:
    engine = engines["django"]
    if not isinstance(engine, DjangoTemplates):
        raise TypeError("e-mails are written with Django's templates")
    found = engine.engine.get_template(f"{_FOLDER}/{name}")
    return str(found.render(Context(dict(context), autoescape=autoescape)))


def render_text(*, template: str, values: Mapping[str, Any], language: str) -> tuple[str, str]:
    """Return the subject and the text: the first line of the template is the subject."""
    context = {**values, "language": language}
    written = _render(f"{template}.{language}.txt", context, autoescape=False)
    subject, _, text = set_text(written, language).strip().partition("\n")
    return header_line(subject), _tidy(text)


def render_page(*, template: str, values: Mapping[str, Any], language: str, subject: str) -> str:
    """Return the HTML part: one column, styles inside, readable by everybody."""
    context = {**values, "language": language, "subject": subject, "style": STYLE}
    return set_html(_render(f"{template}.{language}.html", context, autoescape=True), language)


def _tidy(text: str) -> str:
    """Keep one empty line at most between two paragraphs: optional ones leave holes."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for i, line in enumerate(lines) if line or lines[i - 1]]
    return "\n".join(kept) + "\n"
