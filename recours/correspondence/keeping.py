"""Keeps a file with what is known of its bytes, and asks for what comes next."""

import uuid
from datetime import datetime

from django.db import transaction

from recours.correspondence import antivirus, store
from recours.correspondence.models import Attachment, Inspection
from recours.correspondence.queries import AttachmentCard, card_of_attachment
from recours.correspondence.rules.evidence import flags_of
from recours.correspondence.rules.files import FileType, is_antivirus_test, shown_name
from recours.correspondence.states import OPENED, Verdict
from recours.jobs.commands.enqueue import enqueue
from recours.scans.kinds import SHOWN
from recours.search.commands.mark_changed import mark_changed

TEST_FILE = "EICAR (test)"


def keep(
    *, data: bytes, name: str, kind: FileType, about: str, at: datetime, ours: bool = False
) -> AttachmentCard:
    """Return the card; the bytes are on the disk, whole, before the rows exist."""
    row = Attachment(
        id=uuid.uuid4(),
        about=about,
        sha256=store.keep(data),
        name=shown_name(name, kind),
        type=kind.mime,
        size=len(data),
        at=at,
    )
    known = _first_inspection(data, kind, name, row.sha256, at, ours=ours)
    with transaction.atomic(savepoint=False):
        row.save(force_insert=True)
        Inspection.objects.bulk_create([known], ignore_conflicts=True)
        mark_changed(about=about, at=at)
        if not ours:
            ask_next(sha256=row.sha256, kind=kind.mime, verdict=Verdict(known.verdict), at=at)
    return card_of_attachment(row)


def _first_inspection(
    data: bytes, kind: FileType, name: str, sha256: str, at: datetime, *, ours: bool
) -> Inspection:
    verdict, found = Verdict.UNSCANNED, ""
    if ours:
        verdict = Verdict.CLEAN
    elif is_antivirus_test(data):
        verdict, found = Verdict.INFECTED, TEST_FILE
    elif antivirus.is_configured() and data:
        verdict = Verdict.PENDING
    return Inspection(
        sha256=sha256,
        verdict=verdict,
        found=found,
        flags=[] if ours else flags_of(data, kind.mime, name),
        known_at=at,
        checked_at=at if ours else None,
        next_try_at=at if verdict is Verdict.PENDING else None,
    )


def ask_next(*, sha256: str, kind: str, verdict: Verdict, at: datetime) -> None:
    """Ask the worker for what this file needs now; what it needed once it does not need again."""
    if verdict is Verdict.PENDING:
        ask_inspection(at=at, key=sha256)
    elif verdict in OPENED and kind in SHOWN:
        enqueue(
            kind="correspondence.prepare_file",
            payload={"sha256": sha256},
            at=at,
            unique_key=f"file:prepare:{sha256}",
            priority=-1,
        )


def ask_inspection(*, at: datetime, key: str) -> None:
    """Ask the worker to look at what waits for the antivirus."""
    enqueue(
        kind="correspondence.inspect_files",
        payload={},
        at=at,
        unique_key=f"file:inspect:{key}",
        max_attempts=2,
    )
