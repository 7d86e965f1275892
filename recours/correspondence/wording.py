"""The words of a message we send, fixed once: what each channel carries is the same."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from recours.correspondence.house import operator
from recours.correspondence.in_force import wording
from recours.correspondence.models import Message
from recours.correspondence.plain import plain
from recours.correspondence.rendering import render_text
from recours.correspondence.rules.mails import complete, header_line, language_of
from recours.search.commands.mark_changed import mark_changed


@dataclass(frozen=True, slots=True)
class Worded:
    """A message in words: its values as they are kept, its subject, its text, and their version."""

    language: str
    told: Mapping[str, Any]
    subject: str
    text: str
    version: int


def put_into_words(
    *, template: str, values: Mapping[str, Any], language: str, to_name: str
) -> Worded:
    """Return the words; raise `MissingValue` or `NotOurWords`."""
    spoken = language_of(language)
    told = complete(template=template, values={"operator": operator(), **plain(values)})
    if template != "acknowledgement":
        told["to_name"] = header_line(to_name, longest=120)
    words = wording(template, spoken)
    subject, text = render_text(template=template, values=told, language=spoken, words=words)
    return Worded(spoken, told, subject, text, words.version)


def write_down(
    *, message: uuid.UUID, about: str, channel: str, worded: Worded, at: datetime
) -> None:
    """Write what we say to a customer in the thread; the same key again writes nothing more."""
    row = Message(
        id=message,
        about=about,
        direction="out",
        audience="customer",
        author=operator()["name"][:120],
        channel=channel,
        subject=worded.subject,
        text=worded.text,
        at=at,
    )
    Message.objects.bulk_create([row], ignore_conflicts=True)
    mark_changed(about=about, at=at)
