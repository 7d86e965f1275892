"""Files a customer or an agent takes away: receipts, proofs, letters, attachments.

Each is downloaded in a closed box: never drawn inside our pages, whatever it contains.
"""

import logging
from datetime import UTC, datetime
from typing import NoReturn

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from recours.correspondence.errors import AttachmentNotFound, FileDamaged
from recours.correspondence.file_cards import (
    PREVIEW,
    AttachmentView,
    attachment_view,
    is_for_customer,
    read_original,
    read_picture,
)
from recours.correspondence.links import opened_by
from recours.correspondence.queries import AttachmentCard, letters, open_attachment
from recours.correspondence.rules.links import FileLink
from recours.people.errors import NotYours
from recours.scans.kinds import SHOWN
from recours.trustlog.queries import receipt_for
from recours.web.casefile.shown_files import may_have_original, signed_file_link, viewer_of
from recours.web.guard.rows import GuardedRequest

LETTERS = {"application/pdf"}  # ours: the browser may show them
logger = logging.getLogger("recours.guard")


def closed_file(data: bytes, *, name: str, kind: str, inline: bool = False) -> HttpResponse:
    """Answer with a file that no page of ours can run."""
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["Accept-Ranges"] = "none"
    return response


def receipt_response(request: GuardedRequest, reference: str, kind: str) -> HttpResponse:
    """Give the receipt (`json`) or the proof of its last record (`preuve`)."""
    if kind not in {"json", "preuve"}:
        raise NotYours(kind)
    receipt = receipt_for(reference)
    if receipt is None:
        raise NotYours(reference)
    if not receipt.is_ready:
        return render(request, "casefile/pending.html", {"reference": reference}, status=202)
    if kind == "json":
        return closed_file(receipt.data, name=receipt.file_name, kind="application/json")
    return closed_file(receipt.proof_text.encode(), name=receipt.proof_name, kind="text/plain")


def letter_response(reference: str, number: int) -> HttpResponse:
    """Give one version of the letter that answered."""
    found = next((one for one in letters(reference) if one.version == number), None)
    if found is None:
        raise NotYours(reference)
    return _attached(found.attachment)


def attachment_response(request: GuardedRequest, reference: str, key: str) -> HttpResponse:
    """Lead to a file of the complaint, and of no other, by a link of ten minutes."""
    view = _view_of(key)
    if view.about != reference or not view.opens:
        refused(request, "file", key)
    form, page = _wanted(request, view)
    if request.actor.kind != "staff" and not is_for_customer(view):
        refused(request, "file", key)
    return redirect(signed_file_link(request, key, form=form, page=page))


def _wanted(request: GuardedRequest, view: AttachmentView) -> tuple[str, int]:
    """Return which form is asked for; a customer has the file itself only when it is harmless."""
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 3 else 1  # noqa: PLR2004
    wants_picture = request.GET.get("vue") == "apercu"
    if not wants_picture and (request.actor.kind == "staff" or may_have_original(view)):
        return "original", 1
    if view.picture(PREVIEW, page) is None:
        refused(request, "picture", view.id)
    return PREVIEW, page


def _view_of(key: str) -> AttachmentView:
    try:
        return attachment_view(key)
    except AttachmentNotFound as missing:
        raise NotYours(key) from missing


def opened_file(request: GuardedRequest, token: str) -> tuple[FileLink, AttachmentView]:
    """Return what a short link opens for whoever asks, or refuse and leave a trace."""
    link = opened_by(token, viewer=viewer_of(request), at=datetime.now(tz=UTC))
    if link is None:
        refused(request, "link", "")
    view = _view_of(link.attachment)
    if not view.opens:
        refused(request, "file", view.id)
    return link, view


def file_response(request: GuardedRequest, link: FileLink, view: AttachmentView) -> HttpResponse:
    """Give the form of the file that the link names, in a closed box; nothing is consumed."""
    staff = request.actor.kind == "staff"
    try:
        if link.form == "original":
            if not staff and not may_have_original(view):
                refused(request, "original", view.id)
            return closed_file(read_original(view), name=view.name, kind=_safe_type(view.type))
        picture = view.picture(link.form, link.page)
        if picture is None:
            refused(request, "picture", view.id)
        data = read_picture(view, picture)
    except FileDamaged:
        return HttpResponse(status=410)
    return closed_file(data, name=_picture_name(view.name), kind=picture.type, inline=True)


def _safe_type(kind: str) -> str:
    """Return the type that is told: what nobody draws goes as bytes, whatever it is."""
    return kind if kind in SHOWN or kind == "text/plain" else "application/octet-stream"


def _picture_name(name: str) -> str:
    return f"{name.rpartition('.')[0] or name}.webp"


def refused(request: GuardedRequest, what: str, key: str) -> NoReturn:
    """Refuse as if there were nothing, and leave a trace of who asked for what."""
    logger.warning("refused: %s %s to %s:%s", what, key, request.actor.kind, request.actor.key)
    raise NotYours(key)


def _attached(card: AttachmentCard) -> HttpResponse:
    try:
        file = open_attachment(card.id)
    except FileDamaged:
        return HttpResponse(status=410)
    return closed_file(file.data, name=card.name, kind=card.type, inline=card.type in LETTERS)
