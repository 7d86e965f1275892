"""Follow a complaint by its reference and code, add to it, keep its receipt."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recours.complaints.queries import (
    ComplaintCard,
    complaint_card,
    complaint_held,
    complaint_seen_by,
    leads_to,
)
from recours.kernel.references import BadReference, normalise_reference
from recours.people.commands.count_attempt import count_attempt
from recours.people.errors import NotYours, TooManyAttempts
from recours.web.casefile.addition import take_addition
from recours.web.casefile.copying import copy_response
from recours.web.casefile.customer import customer_view
from recours.web.casefile.files import letter_response, receipt_response
from recours.web.guard.limits import client_network
from recours.web.guard.rows import GuardedRequest, allow

TRIES, WINDOW = 10, 600


def _language() -> str:
    return (get_language() or "fr")[:2]


def followed(request: GuardedRequest, reference: str) -> ComplaintCard:
    """Return the complaint if this browser showed its code, or its owner is signed in.

    The reference of one that was joined to another opens the one that leads.
    """
    known, lead = request.session.get("followed", []), leads_to(reference)
    if reference in known or lead in known:
        return complaint_card(lead)
    actor = request.actor
    if actor.kind != "customer":
        raise NotYours(reference)
    return complaint_seen_by(actor, reference)


@allow(roles=("public", "customer"), methods=("GET", "POST"))
def find(request: GuardedRequest) -> HttpResponse:
    """Ask for a reference and its code, and open the complaint they name."""
    typed = {"reference": request.GET.get("reference", "")[:40], "code": ""}
    if request.method != "POST":
        return render(request, "public/suivre.html", {"typed": typed, "error": ""})
    typed = {name: request.POST.get(name, "")[:40] for name in ("reference", "code")}
    error = _try(request, typed)
    if not error:
        return redirect("public:case", reference=normalise_reference(typed["reference"]))
    return render(request, "public/suivre.html", {"typed": typed, "error": error}, status=422)


def _try(request: GuardedRequest, typed: dict[str, str]) -> str:
    now = datetime.now(tz=UTC)
    address = client_network(request)
    try:
        reference = normalise_reference(typed["reference"])
        count_attempt(kind="follow", key=address, limit=TRIES, seconds=WINDOW, at=now)
        count_attempt(kind="follow", key=reference, limit=TRIES, seconds=WINDOW, at=now)
        complaint_held(reference, typed["code"])
    except BadReference:
        return _(
            "Cette référence a un signe de trop, de moins ou de travers. Exemple : R-2026-04817-K."
        )
    except TooManyAttempts:
        return _("Trop d’essais. Attendez dix minutes, ou appelez-nous.")
    except NotYours:
        return _("Cette référence et ce code ne vont pas ensemble.")
    known = [r for r in request.session.get("followed", []) if r != reference]
    request.session["followed"] = [*known[-19:], reference]
    return ""


@allow(roles=("public", "customer"), methods=("GET", "POST"), gate="followed")
def case(request: GuardedRequest, reference: str) -> HttpResponse:
    """Show where a complaint stands; add a message or a file to it."""
    try:
        card = followed(request, reference)
    except NotYours:
        return redirect(f"/suivre/?reference={reference}")
    if card.reference != reference:
        return _lead_on(request, card.reference)
    error, text = "", ""
    if request.method == "POST":
        text, error = take_addition(request, card, channel="web")
        if not error:
            messages.success(request, _("C’est ajouté. La personne qui suit le dossier le verra."))
            return redirect("public:case", reference=reference)
    view = customer_view(card, _language())
    context = {**view, "error": error, "typed": text}
    return render(request, "public/dossier.html", context, status=422 if error else 200)


def _lead_on(request: GuardedRequest, reference: str) -> HttpResponse:
    known = request.session.get("followed", [])
    if known and reference not in known:
        request.session["followed"] = [*known[-19:], reference]
    return redirect("public:case", reference=reference)


@allow(roles=("public", "customer"), methods=("GET",), gate="followed")
def receipt(request: GuardedRequest, reference: str, kind: str) -> HttpResponse:
    """Give the verifiable receipt, or its proof alone."""
    followed(request, reference)
    return receipt_response(request, reference, kind)


@allow(roles=("public", "customer"), methods=("GET",), gate="followed")
def copy(request: GuardedRequest, reference: str, kind: str) -> HttpResponseBase:
    """Give everything we wrote to one another: one PDF, or one ZIP."""
    return copy_response(followed(request, reference), kind)


@allow(roles=("public", "customer"), methods=("GET",), gate="followed")
def letter(request: GuardedRequest, reference: str, number: int) -> HttpResponse:
    """Give the letter that answered."""
    return letter_response(followed(request, reference).reference, number)
