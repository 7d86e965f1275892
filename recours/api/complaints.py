"""Complaints over the API: lodge once per key, read those of the token's programmes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Status

from recours.api.auth import actor_of, complaint_of, needs, serves
from recours.api.fields import IdempotencyKey, Limit, sentence_of
from recours.api.problems import Refused
from recours.api.router import Operations
from recours.api.schemas import ComplaintOut, LineOut, LodgedOut, LodgeIn, PageOut
from recours.complaints.queries.register_page import UnknownMark, register_page
from recours.forms.errors import BadAnswers
from recours.forms.queries import form_for
from recours.forms.rules.answers import check_answers
from recours.journeys.lodge_complaint import Lodged, Lodging, lodge_complaint
from recours.kernel.days import legal_day
from recours.kernel.references import BadReference, normalise_reference
from recours.people.rules import Actor, clean_name, normalise_card

router = Operations(tags=["complaints"])
REPLAYED = "Idempotency-Replayed"


@router.operation(
    "POST",
    "/complaints",
    door=needs("complaints:write", body="application/json"),
    gives={201: LodgedOut, 200: LodgedOut},
    name="lodge_complaint",
    summary=_("Déposer une réclamation"),
    description=_(
        "La réclamation est enregistrée, l’accusé de réception part, les délais courent."
    ),
)
def lodge(
    request: HttpRequest, response: HttpResponse, said: LodgeIn, key: IdempotencyKey
) -> Status[LodgedOut]:
    """Register the complaint, acknowledge it, start its clocks."""
    actor, now = actor_of(request), datetime.now(tz=UTC)
    if not serves(actor, said.programme):
        raise Refused("unknown_programme")
    if said.bought_on and said.bought_on > legal_day(now) + timedelta(days=1):
        raise Refused("invalid", fields=[("bought_on", sentence_of("future"))])
    lodged = lodge_complaint(
        lodging=replace(_lodging(said, actor, key), answers=_answers(said, now)), at=now
    )
    if not lodged.same:
        raise Refused("idempotency_key_reused")
    response["Location"] = f"/api/v1/complaints/{lodged.reference}"
    if not lodged.new:
        response[REPLAYED] = "true"
    return Status(201 if lodged.new else 200, _lodged(lodged))


def _lodging(said: LodgeIn, actor: Actor, key: str) -> Lodging:
    values = said.model_dump()
    values["name"] = clean_name(said.name)
    values["card"] = normalise_card(said.card) if said.card.strip(" -") else ""
    return Lodging(key=f"api:{actor.key.replace('-', '')}:{key}", channel="api", **values)


def _answers(said: LodgeIn, now: datetime) -> dict[str, Any]:
    """Return the answers checked against the form in force, or refuse each by its name."""
    if not said.answers:
        return {}
    form = form_for(said.kind, said.language, now).form
    try:
        return check_answers(form, said.answers, today=legal_day(now))
    except BadAnswers as problem:
        fields = [(f"answers.{code}", sentence_of(why)) for code, why in problem.refused.items()]
        raise Refused("invalid", fields=fields) from problem


def _lodged(lodged: Lodged) -> LodgedOut:
    return LodgedOut(
        reference=lodged.reference,
        follow_code=lodged.follow_code,
        follow_url=f"{settings.SITE_URL}/suivre/{lodged.reference}/",
    )


@router.operation(
    "GET",
    "/complaints",
    door=needs("complaints:read", query=("after", "limit")),
    gives={200: PageOut},
    name="list_complaints",
    summary=_("Lister les réclamations"),
    description=_("Celles des programmes du jeton, dans l’ordre du registre."),
)
def list_complaints(
    request: HttpRequest, limit: Limit = 50, after: Annotated[str, Query(max_length=40)] = ""
) -> PageOut:
    """Return a page of the register."""
    try:
        mark = normalise_reference(after) if after else ""
        page = register_page(actor=actor_of(request), after=mark, size=limit)
    except (BadReference, UnknownMark) as unknown:
        raise Refused("parameter_invalid", fields=[("after", sentence_of("mark"))]) from unknown
    lines = [LineOut(**LineOut.of(row)) for row in page.rows]
    return PageOut(complaints=lines, next=page.after or None)


@router.operation(
    "GET",
    "/complaints/{reference}",
    door=needs("complaints:read"),
    gives={200: ComplaintOut},
    name="read_complaint",
    summary=_("Lire une réclamation"),
    description=_("Où elle en est, ses délais, ce qui fut décidé et rendu."),
)
def read(request: HttpRequest, reference: str) -> ComplaintOut:
    """Return one complaint."""
    return ComplaintOut.whole(complaint_of(request, reference))
