"""Write what a case says into the index, in place of what it said before."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from recours.search.engines import SHEETS, engine
from recours.search.models import Entry, Part, Sheet, Waiting
from recours.search.rules.documents import Document, cut, sheets
from recours.search.rules.words import RECIPE


def index_document(*, document: Document, mark: int | None, at: datetime) -> bool:
    """Return whether anything was written; `mark` is that of the change it answers.

    When another change came since, nothing is written: whoever reads that one writes. The same
    words again write nothing. Call it in a transaction with others, or alone.
    """
    with transaction.atomic(savepoint=False):
        if mark is not None and not _answered(document.about, mark):
            return False
        entry = Entry.objects.select_for_update().filter(about=document.about).first()
        sha256 = document.sha256()
        if entry is not None and entry.sha256 == sha256:
            return False
        entry = _entry(entry, document, sha256, at)
        _replace_parts(entry, document)
        _replace_sheets(entry, sheets(document))
    return True


def _answered(about: str, mark: int) -> bool:
    return bool(Waiting.objects.filter(about=about, mark=mark).delete()[0])


def _entry(known: Entry | None, document: Document, sha256: str, at: datetime) -> Entry:
    fresh = {
        "programme": document.programme,
        "customer": document.customer,
        "received_at": document.received_at,
        "recipe": RECIPE,
        "sha256": sha256,
        "indexed_at": at,
    }
    if known is None:
        return Entry.objects.create(about=document.about, **fresh)
    Entry.objects.filter(pk=known.pk).update(**fresh)
    return known


def _replace_parts(entry: Entry, document: Document) -> None:
    Part.objects.filter(entry=entry).delete()
    pieces = [piece for part in document.parts for piece in cut(part)]
    Part.objects.bulk_create(
        Part(
            entry=entry,
            position=position,
            kind=piece.kind,
            audience=piece.audience,
            title=piece.title[:200],
            by=piece.by[:120],
            at=piece.at,
            text=piece.text.replace("\x00", " "),
        )
        for position, piece in enumerate(pieces)
    )


def _replace_sheets(entry: Entry, written: Sequence[list[str]]) -> None:
    index = engine()
    known = list(Sheet.objects.filter(entry=entry).values_list("pk", flat=True))
    if known:
        index.take_out(known)
    for number, terms in enumerate(written):
        key = entry.pk * SHEETS + number
        Sheet.objects.create(id=key, entry=entry)
        index.put(key, terms)
