"""What a version of a template would say, and what it would lack, before anybody receives it."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from recours.correspondence.house import operator
from recours.correspondence.in_force import Wording
from recours.correspondence.models import Outbox
from recours.correspondence.pdf_text import text_of
from recours.correspondence.plain import plain
from recours.correspondence.printing import prepare
from recours.correspondence.rendering import render_page, render_text
from recours.correspondence.rules.lint import Missing, lint_tokens
from recours.correspondence.rules.mails import mail
from recours.correspondence.rules.samples import made_up
from recours.correspondence.rules.template_tokens import TEMPLATE_TOKENS
from recours.correspondence.rules.templates import LANGUAGES, Document, compile_document, kind_of
from recours.correspondence.typesetting import set_letter

_TAGS = re.compile(r"<style.*?</style>|<[^>]+>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Preview:
    """A message as it would leave: an e-mail has a subject, a text, a page; a letter a PDF."""

    subject: str = ""
    text: str = ""
    page: str = ""
    pdf: bytes = b""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a version lacks, and in which language."""

    language: str
    missing: Missing


def values_for(kind: str, language: str, reference: str = "") -> dict[str, Any] | None:
    """Return what to fill a preview with: a made-up case, or what was last sent about a real one.

    None when nothing of the sort was ever sent about that reference.
    """
    one = kind_of(kind)
    values = made_up(is_letter=one.is_letter, language=language)
    if reference:
        rows = Outbox.objects.filter(message__about=reference, template=one.template)
        row = rows.order_by("-queued_at", "-pk").first()
        if row is None:
            return None
        own = dict(row.values)
        values |= {k: v for k, v in own.items() if not (one.is_letter and k in {"remedy", "why"})}
        if one.is_letter:
            values["customer"] = {"name": row.to_name, "address": []}
    blank = dict.fromkeys(() if one.is_letter else mail(one.template).optional, "")
    return {**blank, "operator": operator(), **values}


def preview(kind: str, document: Document, *, language: str, values: Mapping[str, Any]) -> Preview:
    """Return the message; raise `BadPlaceholder` when the document is not whole."""
    one, words = kind_of(kind), Wording(0, compile_document(document)[language])
    if one.is_letter:
        asked = {"template": one.template, "language": language}
        told = prepare(values=plain(values), words=words, **asked)
        return Preview(pdf=set_letter(document=told, **asked))
    said: dict[str, Any] = {"values": values, "language": language, "words": words}
    subject, text = render_text(template=one.template, **said)
    page = render_page(template=one.template, subject=subject, **said)
    return Preview(subject, text, page)


def lacks(kind: str, document: Document) -> list[Lacking]:
    """Return what the law or our word would find missing, in each language (law.md §6)."""
    found: list[Lacking] = []
    for language in LANGUAGES:
        values = values_for(kind, language) or {}
        for text in _readings(preview(kind, document, language=language, values=values)):
            tokens = TEMPLATE_TOKENS[kind]
            missing = lint_tokens(
                tokens=tokens, kind=kind_of(kind).template, values=values, text=text
            )
            found += [Lacking(language, one) for one in missing]
    return list(dict.fromkeys(found))


def _readings(shown: Preview) -> list[str]:
    """Return each text that somebody may be the only one to read."""
    if shown.pdf:
        return [text_of(shown.pdf)]
    return [f"{shown.subject}\n{shown.text}", html.unescape(_TAGS.sub(" ", shown.page))]
