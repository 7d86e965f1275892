"""Keeps the files of a message with the case they came for: any kind, each content once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from recours.correspondence.commands.keep_file import keep_file
from recours.mail.shapes import Part, ReadMail

NAMELESS = "piece"


@dataclass(frozen=True, slots=True)
class Kept:
    """The attachments to enclose, and every part of the message with what it became."""

    attachments: tuple[str, ...]
    parts: list[dict[str, Any]]


def list_files(read: ReadMail) -> list[dict[str, Any]]:
    """Return every part of the message as it is shown before anything of it is kept."""
    return [_told(part) for part in read.attachments]


def keep_files(read: ReadMail, *, about: str, at: datetime) -> Kept:
    """Keep what the message carries; the same picture forty times is one picture."""
    known: dict[str, str] = {}
    parts: list[dict[str, Any]] = []
    for part in read.attachments:
        if part.sha256 not in known:
            name = part.name or NAMELESS
            known[part.sha256] = keep_file(data=part.data, name=name, about=about, at=at).id
        parts.append({**_told(part), "attachment": known[part.sha256]})
    return Kept(tuple(known.values()), parts)


def _told(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "type": part.type,
        "size": part.size,
        "sha256": part.sha256,
        "inline": part.inline,
        "undecodable": part.undecodable,
        "contents": list(part.contents),
        "attachment": "",
    }
