"""Write a letter as a PDF that can be kept for ever and read aloud."""

from collections.abc import Mapping
from typing import Any

from recours.correspondence.house import operator
from recours.correspondence.in_force import Wording
from recours.correspondence.plain import plain
from recours.correspondence.printing import prepare
from recours.correspondence.rules.mails import language_of
from recours.correspondence.typesetting import set_letter


def render_letter(
    *,
    template: str,
    values: Mapping[str, Any],
    language: str,
    words: Wording | None = None,
) -> bytes:
    """Return the PDF (PDF/A-3a, PDF/UA-1): tagged, fonts inside, `values["case"]` attached as data.

    Without `case` the values themselves are attached. Nothing is refused for being incomplete:
    `lint_letter` reads what was printed. `words`: another version than the one in force. Raise
    `UnknownTemplate`.
    """
    told = {"operator": operator(), **plain(values)}
    spoken = language_of(language)
    document = prepare(template=template, values=told, language=spoken, words=words)
    return set_letter(template=template, language=spoken, document=document)
