"""What is added to a complaint over the API: a message, a file; each once per key."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Status, UploadedFile

from recours.api.auth import LARGEST_UPLOAD, actor_of, complaint_of, needs
from recours.api.complaints import REPLAYED
from recours.api.fields import IdempotencyKey, sentence_of
from recours.api.problems import Refused
from recours.api.router import Operations
from recours.api.schemas import AttachmentOut, MessageIn, MessageOut
from recours.complaints.queries import ComplaintCard
from recours.correspondence.commands.store_attachment import store_attachment
from recours.correspondence.errors import RefusedAttachment
from recours.journeys.add_to_complaint import add_to_complaint
from recours.kernel.canonical import digest
from recours.people.commands.answer_once import Answered, answer_once
from recours.people.errors import NoSuchCustomer
from recours.people.queries import customer_card
from recours.people.rules import Actor

router = Operations(tags=["complaints"])


@router.operation(
    "POST",
    "/complaints/{reference}/messages",
    door=needs("complaints:read", "complaints:write", body="application/json"),
    gives={201: MessageOut, 200: MessageOut},
    name="add_message",
    summary=_("Ajouter un message du client"),
    description=_("La personne qui suit la réclamation le lit dans l’échange."),
)
def add_message(
    request: HttpRequest,
    response: HttpResponse,
    reference: str,
    said: MessageIn,
    key: IdempotencyKey,
) -> Status[MessageOut]:
    """Keep the message in the thread, where the person responsible reads it."""
    card, now = complaint_of(request, reference), datetime.now(tz=UTC)
    answered = _once(
        request,
        key,
        {"message": card.reference, "text": said.text},
        lambda: {"message": _add(card, actor_of(request), said.text, now)},
        now,
    )
    return Status(_status(response, answered), MessageOut(**answered.answer))


@router.operation(
    "POST",
    "/complaints/{reference}/attachments",
    door=needs("complaints:read", "attachments:write", body="multipart/form-data"),
    gives={201: AttachmentOut, 200: AttachmentOut},
    name="add_attachment",
    summary=_("Ajouter une pièce"),
    description=_("Un fichier « file » de 10 Mo au plus : photo, PDF ou texte."),
)
def add_attachment(
    request: HttpRequest,
    response: HttpResponse,
    reference: str,
    file: Annotated[UploadedFile, File()],
    key: IdempotencyKey,
) -> Status[AttachmentOut]:
    """Keep one file, 10 MB at most, in the thread: a picture, a PDF or plain text."""
    card, now = complaint_of(request, reference), datetime.now(tz=UTC)
    _check_alone(request)
    if (file.size or 0) > LARGEST_UPLOAD:
        raise Refused("too_large", most=_("10 Mo"))
    data, name = file.read(), file.name or ""
    sha256 = hashlib.sha256(data).hexdigest()

    def keep() -> dict[str, Any]:
        stored = store_attachment(data=data, name=name, about=card.reference, at=now)
        message = _add(card, actor_of(request), "", now, stored.id)
        return {
            "attachment": stored.id,
            "message": message,
            "type": stored.type,
            "size": stored.size,
            "sha256": stored.sha256,
        }

    asked = {"attachment": card.reference, "name": name, "sha256": sha256}
    try:
        answered = _once(request, key, asked, keep, now)
    except RefusedAttachment as refused:
        raise Refused("file_refused", sentence=refused.sentence) from refused
    return Status(_status(response, answered), AttachmentOut(**answered.answer))


def _check_alone(request: HttpRequest) -> None:
    """Refuse what comes beside the file: nothing is taken and then forgotten."""
    others = [*request.POST, *(name for name in request.FILES if name != "file")]
    if others:
        named = [(name[:40], sentence_of("extra_forbidden")) for name in others[:6]]
        raise Refused("invalid", fields=named)
    if len(request.FILES.getlist("file")) > 1:
        raise Refused("invalid", fields=[("file", sentence_of("single"))])


def _once(
    request: HttpRequest,
    key: str,
    asked: dict[str, Any],
    act: Callable[[], dict[str, Any]],
    at: datetime,
) -> Answered:
    answered = answer_once(
        token=actor_of(request).key, key=key, asked_sha256=digest(asked), at=at, act=act
    )
    if not answered.same:
        raise Refused("idempotency_key_reused")
    return answered


def _status(response: HttpResponse, answered: Answered) -> int:
    if answered.new:
        return 201
    response[REPLAYED] = "true"
    return 200


def _add(card: ComplaintCard, actor: Actor, text: str, at: datetime, *attachments: str) -> str:
    """Write it in the customer's name: the integrator is the channel, not the author."""
    try:
        author = customer_card(card.customer).name
    except NoSuchCustomer:
        author = actor.name
    return add_to_complaint(
        complaint=card.reference,
        author=author,
        text=text,
        channel="api",
        at=at,
        attachments=attachments,
    )
