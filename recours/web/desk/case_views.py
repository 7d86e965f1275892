"""One complaint on one page: who and evidence, conclusion and thread, what to do next."""

import uuid
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recours.complaints.errors import (
    ApproverIsProposer,
    ComplaintChanged,
    ComplaintNotToDecide,
    DecisionAboveClaim,
    DecisionNeedsReason,
    NotAllowedToDecide,
    NothingToApprove,
)
from recours.complaints.queries import ComplaintCard, View, complaint_seen_by, neighbours
from recours.complaints.states import Outcome
from recours.journeys.assemble_evidence import assemble_evidence
from recours.journeys.carry_out_decision import carry_out_decision
from recours.journeys.decide_complaint import decide_complaint
from recours.journeys.settle_proposed_decision import settle_proposed_decision
from recours.journeys.write_to_customer import write_to_customer
from recours.kernel.days import legal_day
from recours.web.casefile.copying import DESK as DESK_READERS
from recours.web.casefile.copying import copy_response
from recours.web.casefile.desk import desk_view
from recours.web.casefile.files import attachment_response, letter_response, receipt_response
from recours.web.desk.beside import beside, perhaps_the_same
from recours.web.desk.worklist_views import DESK, READERS, actor_of, frame
from recours.web.guard.rows import GuardedRequest, allow

MOST_POINTS = 7
LONGEST = 6_000


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _seen(request: GuardedRequest, reference: str) -> ComplaintCard:
    return complaint_seen_by(actor_of(request), reference)


@allow(roles=READERS, methods=("GET",), gate="complaint")
def case(request: GuardedRequest, reference: str) -> HttpResponse:
    """Show a complaint whole."""
    return _page(request, _seen(request, reference))


def _page(
    request: GuardedRequest, card: ComplaintCard, status: int = 200, **typed: Any
) -> HttpResponse:
    actor = actor_of(request)
    before, after = neighbours(actor=actor, view=View.MINE, reference=card.reference)
    language = (get_language() or "fr")[:2]
    seen = desk_view(card, actor, language, legal_day(_now()))
    context = {
        **seen,
        **beside(card, seen["joined"], actor, language),
        "before": before,
        "after": after,
        **frame(request, "", counted=False),
        "form_key": uuid.uuid4().hex,
        "outcomes": list(Outcome),
        "internal": False,
        **typed,
    }
    return render(request, "desk/case.html", context, status=status)


@allow(roles=READERS, methods=("GET",), gate="complaint")
def same(request: GuardedRequest, reference: str) -> HttpResponse:
    """Show the complaints this one may repeat; its page asks for them once it is there."""
    card, actor = _seen(request, reference), actor_of(request)
    language = (get_language() or "fr")[:2]
    context = {
        "case": card,
        "title": card.kind.title(language),
        "language": language,
        "likely": perhaps_the_same(card, actor, language),
        **frame(request, "", counted=False),
    }
    return render(request, "desk/same.html", context)


@allow(roles=DESK, methods=("POST",), gate="complaint")
def decide(request: GuardedRequest, reference: str) -> HttpResponse:
    """Decide as computed, or otherwise with a reason."""
    card = _seen(request, reference)
    typed = {
        name: request.POST.get(name, "").strip()
        for name in ("outcome", "points", "reason", "version")
    }
    error = _decide(request, card, typed)
    if error:
        return _page(request, card, status=422, error=error, typed=typed, opened=True)
    return redirect("desk:case", reference=reference)


def _decide(request: GuardedRequest, card: ComplaintCard, typed: dict[str, str]) -> str:
    numbers = [typed["points"], typed["version"]]
    if not all(n.isascii() and n.isdigit() and len(n) <= MOST_POINTS for n in numbers):
        return _("Écrivez un nombre entier de points, par exemple 248.")
    if typed["outcome"] not in set(Outcome):
        return _("Choisissez une conclusion.")
    try:
        decided = decide_complaint(
            complaint=card.reference,
            version=int(typed["version"]),
            outcome=Outcome(typed["outcome"]),
            points=int(typed["points"]),
            reason=typed["reason"][:LONGEST],
            actor=actor_of(request),
            at=_now(),
        )
    except (
        ComplaintChanged,
        ComplaintNotToDecide,
        DecisionNeedsReason,
        DecisionAboveClaim,
        NotAllowedToDecide,
    ) as refused:
        return _refusal(refused)
    if decided.settled:
        _carry_out(request, card.reference)
    else:
        messages.info(request, _("Proposé : une seconde personne doit approuver."))
    return ""


def _refusal(refused: Exception) -> str:
    words = {
        ComplaintChanged: _("Le dossier a changé pendant que vous l’aviez sous les yeux. Relisez."),
        ComplaintNotToDecide: _("Ce dossier n’attend plus de décision."),
        DecisionNeedsReason: _("Dites pourquoi : le client lira cette raison."),
        DecisionAboveClaim: _("C’est plus que ce que nous devons, même avec le geste permis."),
        NotAllowedToDecide: _("Votre rôle ou votre limite ne permet pas cette décision."),
        NothingToApprove: _("Aucune proposition n’attend d’approbation."),
        ApproverIsProposer: _("Vous l’avez proposée : une autre personne doit approuver."),
    }
    return words[type(refused)]


def _carry_out(request: GuardedRequest, reference: str) -> None:
    carry_out_decision(complaint=reference, at=_now())
    messages.success(request, _("C’est fait : la décision est inscrite et la réponse part."))


@allow(roles=("supervisor",), methods=("POST",), gate="complaint")
def approve(request: GuardedRequest, reference: str) -> HttpResponse:
    """Be the second person."""
    card = _seen(request, reference)
    yes = request.POST.get("approve", "") == "1"
    reason = request.POST.get("reason", "").strip()[:LONGEST]
    try:
        settle_proposed_decision(
            complaint=reference, approve=yes, reason=reason, actor=actor_of(request), at=_now()
        )
    except (NothingToApprove, ApproverIsProposer, NotAllowedToDecide, DecisionNeedsReason) as no:
        return _page(request, card, status=422, error=_refusal(no), typed={"reason": reason})
    if yes:
        _carry_out(request, reference)
    else:
        messages.info(request, _("Renvoyée avec votre raison."))
    return redirect("desk:case", reference=reference)


@allow(roles=DESK, methods=("POST",), gate="complaint")
def recompute(request: GuardedRequest, reference: str) -> HttpResponse:
    """Assemble the evidence again; the same facts give the same conclusion."""
    card = _seen(request, reference)
    try:
        assemble_evidence(complaint=card.reference, decide_alone=False, at=_now())
    except ComplaintNotToDecide as refused:
        return _page(request, card, status=422, error=_refusal(refused))
    return redirect("desk:case", reference=reference)


@allow(roles=READERS, methods=("POST",), gate="complaint")
def write(request: GuardedRequest, reference: str) -> HttpResponse:
    """Write to the customer, or leave a note."""
    card = _seen(request, reference)
    text = request.POST.get("text", "").strip()
    internal = request.POST.get("audience", "") == "interne"
    if not text or len(text) > LONGEST:
        error = _("Écrivez un message de 6 000 signes au plus.")
        return _page(request, card, status=422, error=error, draft=text, internal=internal)
    write_to_customer(
        complaint=card.reference,
        text=text,
        internal=internal,
        key=f"desk:{card.reference}:{request.POST.get('key', '')[:40]}",
        actor=actor_of(request),
        at=_now(),
    )
    return redirect("desk:case", reference=reference)


@allow(roles=READERS, methods=("GET",), gate="complaint")
def receipt(request: GuardedRequest, reference: str, kind: str) -> HttpResponse:
    """Give the verifiable receipt, or its proof alone."""
    return receipt_response(request, _seen(request, reference).reference, kind)


@allow(roles=READERS, methods=("GET",), gate="complaint")
def letter(request: GuardedRequest, reference: str, number: int) -> HttpResponse:
    """Give the letter that answered."""
    return letter_response(_seen(request, reference).reference, number)


@allow(roles=READERS, methods=("GET",), gate="complaint")
def attachment(request: GuardedRequest, reference: str, file: str) -> HttpResponse:
    """Lead to a file of the complaint by a short link."""
    return attachment_response(request, _seen(request, reference).reference, file)


@allow(roles=DESK, methods=("GET",), gate="complaint")
def copy(request: GuardedRequest, reference: str, kind: str) -> HttpResponseBase:
    """Give the whole correspondence, notes of the house included: one PDF, or one ZIP."""
    return copy_response(_seen(request, reference), kind, audiences=DESK_READERS)
