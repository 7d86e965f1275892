"""Hand approved corrections to the operator, in a file named by its content."""

import csv
import hashlib
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from recours.loyalty.errors import CorrectionFileChanged
from recours.loyalty.models import Correction, CorrectionFile, Programme
from recours.loyalty.queries import programme_card
from recours.loyalty.states import CorrectionState
from recours.trustlog.commands.append import append
from recours.trustlog.rules import Fact

COLUMNS = ("reference", "member", "points", "expires_on", "purchase", "reason", "approved_on")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Exported:
    """The files written by this call, and how many corrections and points they hold."""

    files: tuple[Path, ...]
    corrections: int
    points: int


def export_corrections(*, programme: str, folder: Path, at: datetime) -> Exported:
    """Return the files written: one for what is approved now, and any a crash left unwritten.

    Which corrections a file holds is decided and committed first; the file is then written whole
    under a name made of its content, and marked as written: a correction is in one file, ever.
    """
    card = programme_card(programme)
    with transaction.atomic():
        _fill_a_file(card.code, at)
    written = [_write(row, folder, at) for row in _unwritten(card.code)]
    return Exported(
        files=tuple(path for path, _rows in written),
        corrections=sum(len(rows) for _path, rows in written),
        points=sum(row.restoration.points for _path, rows in written for row in rows),
    )


def _fill_a_file(code: str, at: datetime) -> None:
    programme = Programme.objects.select_for_update().get(code=code)
    waiting = Correction.objects.filter(programme=programme, state=CorrectionState.APPROVED)
    rows = _in_order(waiting)
    if not rows:
        return
    sha256 = hashlib.sha256(_content(rows)).hexdigest()
    file = CorrectionFile.objects.create(
        programme=programme, name=f"corrections-{code}-{sha256[:16]}.csv", sha256=sha256, made_at=at
    )
    Correction.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=CorrectionState.EXPORTED, file=file, exported_at=at
    )
    append(facts=[_fact(code, row, file) for row in rows], at=at)


def _unwritten(code: str) -> list[CorrectionFile]:
    rows = CorrectionFile.objects.filter(programme__code=code, written_at__isnull=True)
    return list(rows.order_by("id"))


def _write(file: CorrectionFile, folder: Path, at: datetime) -> tuple[Path, list[Correction]]:
    rows = _in_order(Correction.objects.filter(file=file))
    content = _content(rows)
    path = folder / file.name
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise CorrectionFileChanged(file.name)
    _put(path, content)
    CorrectionFile.objects.filter(pk=file.pk, written_at__isnull=True).update(written_at=at)
    return path, rows


def _put(path: Path, content: bytes) -> None:
    """Write whole or not at all: aside, flushed, then given its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        if path.read_bytes() != content:
            raise CorrectionFileChanged(path.name)
        return
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _in_order(rows: Iterable[Correction]) -> list[Correction]:
    return sorted(rows, key=lambda row: row.reference)


def _content(rows: Sequence[Correction]) -> bytes:
    text = io.StringIO(newline="")
    sheet = csv.writer(text, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    sheet.writerows(_cells(row) for row in rows)
    return text.getvalue().encode()


def _cells(row: Correction) -> list[str]:
    given = row.restoration
    return [
        _plain(row.reference),
        _plain(given.member),
        str(given.points),
        given.expires_on.isoformat() if given.expires_on else "",
        _plain(given.purchase_ref),
        _plain(given.reason),
        row.approved_at.date().isoformat() if row.approved_at else "",
    ]


def _plain(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula, and on one line."""
    one_line = " ".join(text.split())
    risky = text.startswith(FORMULA_STARTS) or one_line.startswith(FORMULA_STARTS)
    return f"'{one_line}" if risky else one_line


def _fact(code: str, row: Correction, file: CorrectionFile) -> Fact:
    body = {"correction": row.reference, "file": file.name, "sha256": file.sha256}
    account = f"{code}:{row.restoration.member}"
    return Fact(kind="correction.exported", account=account, body=body)
