"""The form being filled in: what is kept of it at each page, files included."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from recours.complaints.commands.save_draft import save_draft
from recours.correspondence.commands.ask_reading import ask_reading
from recours.correspondence.commands.store_attachment import store_attachment
from recours.correspondence.errors import RefusedAttachment
from recours.forms.rules.document import Page
from recours.web.questions.words import SAID

AGAIN = "again"  # the page that was refused: what was typed in it, and why
FILES = "files"
LONGEST = 10_000
MOST_FILES = 5  # at one place
TICKET = "ticket"

Files = dict[str, list[dict[str, Any]]]


@transaction.atomic(savepoint=False)
def keep_answers(key: uuid.UUID, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Add to what is kept; return all of it."""
    return save_draft(key=key, answers=answers, at=datetime.now(tz=UTC))


def files_of(answers: Mapping[str, Any]) -> Files:
    """Return the files sent so far, by question; those of a form begun before are the ticket's."""
    held = answers.get(FILES)
    files: Files = {code: list(sent) for code, sent in held.items()} if held else {}
    if not files and answers.get("attachment"):
        name = str(answers.get("attachment_name", ""))
        return {TICKET: [{"id": str(answers["attachment"]), "name": name}]}
    return files


def take_files(
    key: uuid.UUID, page: Page, sent: Any, answers: Mapping[str, Any]
) -> tuple[Files, dict[str, str]]:
    """Store what came with a page; return every file of the form, and what was refused."""
    files, refused = files_of(answers), {}
    for one in page.questions:
        if one.type != "file":
            continue
        for file in sent.getlist(one.code):
            held = files.setdefault(one.code, [])
            if len(held) >= MOST_FILES:
                refused[one.code] = "too-many-files"
            elif why := _store(key, file, held):
                refused[one.code] = f"{SAID}{why}"
    return {code: held for code, held in files.items() if held}, refused


def _store(key: uuid.UUID, file: Any, held: list[dict[str, Any]]) -> str:
    try:
        card = store_attachment(
            data=file.read(),
            name=file.name or "photo",
            about=f"draft:{key}",
            at=datetime.now(tz=UTC),
        )
    except RefusedAttachment as problem:
        return str(problem)
    ask_reading(attachment=card.id, at=datetime.now(tz=UTC))
    if all(one["id"] != card.id for one in held):
        held.append({"id": card.id, "name": card.name})
    return ""


def without_file(answers: Mapping[str, Any], wanted: str) -> Files:
    """Return the files of the form but one."""
    return {
        code: [one for one in held if one["id"] != wanted]
        for code, held in files_of(answers).items()
    }


def asked_again(answers: Mapping[str, Any], step: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what was typed in a page that was refused, and why; nothing for another page."""
    again = answers.get(AGAIN) or {}
    if again.get("step") != step:
        return {}, {}
    return dict(again.get("typed", {})), dict(again.get("refused", {}))
