"""What others read of files: who may open them, what is shown instead, what is written on them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from recours.correspondence import store
from recours.correspondence.errors import AttachmentNotFound, FileWithheld
from recours.correspondence.keys import read_key
from recours.correspondence.models import (
    Attachment,
    AttachmentText,
    Derivative,
    Enclosure,
    Inspection,
)
from recours.correspondence.states import OPENED, Verdict
from recours.scans.kinds import SHOWN

PREVIEW, THUMB = "preview", "thumb"


@dataclass(frozen=True, slots=True)
class PictureCard:
    """A safe picture of a file, as large as it is drawn."""

    kind: str
    page: int
    width: int
    height: int
    sha256: str
    type: str


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file as a page shows it.

    `shown` is "picture" when there are safe pictures, "soon" while they are being drawn, else
    "download". `flags` are words for machines; `found` is what the antivirus found.
    """

    id: str
    about: str
    name: str
    type: str
    size: int
    sha256: str
    at: datetime
    verdict: str
    found: str
    flags: tuple[str, ...]
    pictures: tuple[PictureCard, ...]
    shown: str
    no_preview: str

    @property
    def opens(self) -> bool:
        """Say whether somebody may open the file itself, with or without a warning."""
        return self.verdict in OPENED

    def picture(self, kind: str, page: int = 1) -> PictureCard | None:
        """Return one of the safe pictures, if it is drawn."""
        return next((p for p in self.pictures if (p.kind, p.page) == (kind, page)), None)

    @property
    def preview(self) -> PictureCard | None:
        """Return the large picture of the first page."""
        return self.picture(PREVIEW)

    @property
    def thumb(self) -> PictureCard | None:
        """Return the small picture."""
        return self.picture(THUMB)


@dataclass(frozen=True, slots=True)
class FileText:
    """The words read on a file, by which engine, how surely (0 to 100); `trouble` says why none."""

    sha256: str
    text: str
    engine: str
    confidence: int
    pages: int
    trouble: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AttachmentWords:
    """The words of one file of a case, for whoever searches."""

    attachment: str
    name: str
    text: str
    confidence: int
    at: datetime


def attachment_view(key: str) -> AttachmentView:
    """Return one file with all that may be said of it, or raise `AttachmentNotFound`."""
    row = Attachment.objects.filter(pk=read_key(key)).first()
    if row is None:
        raise AttachmentNotFound(key)
    return _views([row])[0]


def attachment_views(keys: Iterable[str]) -> dict[str, AttachmentView]:
    """Return these files by their key, in three questions to the database however many."""
    wanted = [read_key(key) for key in keys]
    rows = list(Attachment.objects.filter(pk__in=wanted)) if wanted else []
    return {view.id: view for view in _views(rows)}


def views_of(about: str) -> list[AttachmentView]:
    """Return every file of a case, in the order they came."""
    return _views(list(Attachment.objects.filter(about=about).order_by("at", "id")))


def _views(rows: Sequence[Attachment]) -> list[AttachmentView]:
    if not rows:
        return []
    prints = {row.sha256 for row in rows}
    known = {one.sha256: one for one in Inspection.objects.filter(pk__in=prints)}
    drawn: dict[str, list[PictureCard]] = defaultdict(list)
    for one in Derivative.objects.filter(source__in=prints).order_by("source", "page", "kind"):
        drawn[one.source].append(
            PictureCard(one.kind, one.page, one.width, one.height, one.sha256, one.type)
        )
    return [_view(row, known.get(row.sha256), drawn[row.sha256]) for row in rows]


def _view(
    row: Attachment, known: Inspection | None, drawn: Sequence[PictureCard]
) -> AttachmentView:
    verdict = Verdict(known.verdict) if known else Verdict.UNSCANNED
    return AttachmentView(
        id=str(row.pk),
        about=row.about,
        name=row.name,
        type=row.type,
        size=row.size,
        sha256=row.sha256,
        at=row.at,
        verdict=str(verdict),
        found=known.found if known else "",
        flags=tuple(known.flags) if known else (),
        pictures=tuple(drawn) if verdict in OPENED else (),
        shown=_shown(row, known, verdict, drawn),
        no_preview=known.no_preview if known else "",
    )


def _shown(
    row: Attachment, known: Inspection | None, verdict: Verdict, drawn: Sequence[PictureCard]
) -> str:
    if drawn and verdict in OPENED:
        return "picture"
    waits = known is not None and known.prepared_at is None and verdict in OPENED
    return "soon" if waits and row.type in SHOWN else "download"


def read_original(view: AttachmentView) -> bytes:
    """Return the file as it came; raise `FileWithheld` or `FileDamaged`."""
    if not view.opens:
        raise FileWithheld(view.verdict)
    return store.read(view.sha256)


def read_picture(view: AttachmentView, picture: PictureCard) -> bytes:
    """Return a safe picture; raise `FileWithheld` when the file itself may not be opened."""
    if not view.opens:
        raise FileWithheld(view.verdict)
    return store.read(picture.sha256)


def file_text(sha256: str) -> FileText | None:
    """Return the words read on these bytes, or nothing when nobody has read them yet."""
    row = AttachmentText.objects.filter(pk=sha256).first()
    if row is None:
        return None
    return FileText(
        row.sha256, row.text, row.engine, row.confidence, row.pages, row.trouble, row.at
    )


def attachment_texts(about: str) -> list[AttachmentWords]:
    """Return the words of the files of a case that may be opened, in the order they came."""
    rows = list(Attachment.objects.filter(about=about).order_by("at", "id"))
    prints = {row.sha256 for row in rows}
    texts = {one.sha256: one for one in AttachmentText.objects.filter(pk__in=prints)}
    shut = set(
        Inspection.objects.filter(pk__in=prints)
        .exclude(verdict__in=OPENED)
        .values_list("pk", flat=True)
    )
    return [
        AttachmentWords(
            str(row.pk), row.name, texts[row.sha256].text, texts[row.sha256].confidence, row.at
        )
        for row in rows
        if row.sha256 in texts and texts[row.sha256].text and row.sha256 not in shut
    ]


def is_for_customer(view: AttachmentView) -> bool:
    """Say whether the file came or left with a message that the customer reads."""
    return Enclosure.objects.filter(
        attachment_id=read_key(view.id), message__about=view.about, message__audience="customer"
    ).exists()


def cases_of_file(sha256: str) -> list[str]:
    """Return what the files with these bytes belong to."""
    rows = Attachment.objects.filter(sha256=sha256).order_by("about")
    return list(rows.values_list("about", flat=True).distinct())


def files_waiting() -> dict[str, int]:
    """Return how many files stand under each verdict that needs somebody, for pages and checks."""
    waiting = Inspection.objects.filter(verdict=Verdict.PENDING).count()
    bad = Inspection.objects.filter(verdict=Verdict.INFECTED).count()
    return {str(Verdict.PENDING): waiting, str(Verdict.INFECTED): bad}
