"""What was said and shown in many cases, for the index: texts with their readers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from recours.correspondence.models import (
    Attachment,
    AttachmentText,
    Enclosure,
    Inspection,
    Message,
)
from recours.correspondence.states import OPENED

# What the house writes by itself in every case says nothing of one case, and holds its codes.
BY_ITSELF = ("acknowledgement", "noted", "follow_up", "reopened")
WIDEST = ("mediator", "department", "internal", "customer")  # the last one who reads a file tells


@dataclass(frozen=True, slots=True)
class Spoken:
    """One message, or one file with the words that were read on it."""

    about: str
    kind: str  # "message", "answer", "note" or "file"
    audience: str
    by: str
    title: str
    text: str
    at: datetime


def messages_of(abouts: Sequence[str], *, until: datetime) -> list[Spoken]:
    """Return what was said in these cases, in order.

    What is written for later is left out, and what the house sends to everybody.
    """
    rows = Message.objects.filter(about__in=abouts, at__lte=until)
    rows = rows.exclude(sending__template__in=BY_ITSELF).order_by("about", "at", "id")
    told = rows.values_list("about", "direction", "audience", "author", "subject", "text", "at")
    return [
        Spoken(about, _kind(direction, audience), audience, by, subject, text, at)
        for about, direction, audience, by, subject, text, at in told
    ]


def _kind(direction: str, audience: str) -> str:
    if audience != "customer":
        return "note"
    return "message" if direction == "in" else "answer"


def files_of(abouts: Sequence[str]) -> list[Spoken]:
    """Return the files of these cases, with their words when they may be opened.

    A file is for whoever reads the message it came with; alone, it is for the house.
    """
    rows = list(Attachment.objects.filter(about__in=abouts).order_by("about", "at", "id"))
    prints = {row.sha256 for row in rows}
    read = AttachmentText.objects.filter(pk__in=prints).exclude(text="")
    texts = dict(read.values_list("sha256", "text"))
    inspected = Inspection.objects.filter(pk__in=prints).exclude(verdict__in=OPENED)
    shut = set(inspected.values_list("sha256", flat=True))
    readers = _readers(abouts)
    return [
        Spoken(
            about=row.about,
            kind="file",
            audience=readers.get(str(row.pk), "internal"),
            by="",
            title=row.name,
            text="" if row.sha256 in shut else texts.get(row.sha256, ""),
            at=row.at,
        )
        for row in rows
    ]


def _readers(abouts: Sequence[str]) -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    rows = Enclosure.objects.filter(attachment__about__in=abouts).order_by("id")
    for attachment, audience in rows.values_list("attachment_id", "message__audience"):
        found[str(attachment)].add(audience)
    return {key: max(audiences, key=WIDEST.index) for key, audiences in found.items()}
