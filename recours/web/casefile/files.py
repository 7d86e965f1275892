"""Files a customer or an agent takes away: receipts, proofs, letters, attachments.

Each is downloaded in a closed box: never drawn inside our pages, whatever it contains.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from recours.correspondence.errors import AttachmentNotFound, FileDamaged
from recours.correspondence.queries import AttachmentCard, letters, open_attachment
from recours.correspondence.queries import attachment as attachment_card
from recours.people.errors import NotYours
from recours.trustlog.queries import receipt_for
from recours.web.guard.rows import GuardedRequest

SHOWN = {"application/pdf"}


def _file(data: bytes, *, name: str, kind: str, inline: bool = False) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
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
        return _file(receipt.data, name=receipt.file_name, kind="application/json")
    return _file(receipt.proof_text.encode(), name=receipt.proof_name, kind="text/plain")


def letter_response(reference: str, number: int) -> HttpResponse:
    """Give one version of the letter that answered."""
    found = next((one for one in letters(reference) if one.version == number), None)
    if found is None:
        raise NotYours(reference)
    return _attached(found.attachment)


def attachment_response(reference: str, key: str) -> HttpResponse:
    """Give a file of the complaint, and of no other."""
    try:
        card = attachment_card(key)
    except AttachmentNotFound as missing:
        raise NotYours(key) from missing
    if card.about != reference:
        raise NotYours(key)
    return _attached(card)


def _attached(card: AttachmentCard) -> HttpResponse:
    try:
        file = open_attachment(card.id)
    except FileDamaged:
        return HttpResponse(status=410)
    return _file(file.data, name=card.name, kind=card.type, inline=card.type in SHOWN)
