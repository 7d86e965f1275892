"""The member's own pages: points line by line, each one explained, and complaints."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recours.complaints.queries import ComplaintCard, complaint_seen_by, complaints_of_customer
from recours.loyalty.queries import LedgerLine, member_ledger, programme_card
from recours.people.queries import customer_card, members_of_customer
from recours.people.rules import Actor, MemberCard
from recours.statements.queries import purchase as purchase_of
from recours.web.casefile.addition import take_addition
from recours.web.casefile.copying import copy_response
from recours.web.casefile.customer import customer_view, customer_word
from recours.web.casefile.files import attachment_response, letter_response, receipt_response
from recours.web.casefile.points import explained
from recours.web.guard.rows import GuardedRequest, allow

MEMBER = ("customer",)
PAGE = 25
CASES = "/espace/reclamations/"


def _actor(request: GuardedRequest) -> Actor:
    actor: Actor = request.actor
    return actor


def _language() -> str:
    return (get_language() or "fr")[:2]


def _membership(actor: Actor) -> MemberCard | None:
    return next(iter(members_of_customer(actor.key)), None)


def common(actor: Actor, tab: str) -> dict[str, Any]:
    """Return what surrounds every page of the space."""
    entries = (
        ("points", "/espace/", _("Points")),
        ("cases", CASES, _("Réclamations")),
        ("contact", "/espace/contact/", _("Vous joindre")),
    )
    customer = customer_card(actor.key)
    return {
        "customer_name": customer.name,
        "stale": customer if customer.failing_since else None,
        "portal_nav": [
            {"href": href, "label": label, "current": key == tab} for key, href, label in entries
        ],
    }


@allow(roles=MEMBER, methods=("GET",))
def home(request: GuardedRequest) -> HttpResponse:
    """Show the balance, the open complaint, and what changed the balance."""
    actor = _actor(request)
    membership = _membership(actor)
    cases = complaints_of_customer(actor)
    opened = next((case for case in cases if case.is_open), None)
    context = {**common(actor, "points"), "membership": membership, "cases": cases}
    if membership is not None:
        ledger = member_ledger(membership.programme, membership.member)
        shown = PAGE * _wanted(request)
        disputed = {c.disputed.get("purchase"): c for c in cases if c.is_open}
        context |= {
            "programme": programme_card(membership.programme),
            "balance": ledger[0].balance if ledger else 0,
            "lines": [_line(line, disputed) for line in ledger[:shown]],
            "more": max(0, len(ledger) - shown),
            "next": _wanted(request) + 1,
        }
    if opened is not None:
        context["opened"] = customer_view(complaint_seen_by(actor, opened.reference), _language())
    return render(request, "portal/home.html", context)


def _line(line: LedgerLine, disputed: Mapping[Any, ComplaintCard]) -> dict[str, Any]:
    """Return a line as it is shown: points on their way change no balance yet."""
    balance = None if line.pending else line.balance
    return {"line": line, "balance": balance, "case": disputed.get(line.purchase_ref)}


def _wanted(request: GuardedRequest) -> int:
    text = request.GET.get("pages", "1")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 3 else 1  # noqa: PLR2004


@allow(roles=MEMBER, methods=("GET",), gate="purchase")
def purchase(request: GuardedRequest, source_ref: str) -> HttpResponse:
    """Explain the points of one purchase, line by line."""
    actor = _actor(request)
    for membership in members_of_customer(actor.key):
        found = purchase_of(membership.programme, source_ref)
        if found is not None and found.member == membership.member:
            now = datetime.now(tz=UTC)
            context = {
                **common(actor, "points"),
                "purchase": found,
                **explained(membership.programme, found, _language(), now),
            }
            return render(request, "portal/purchase.html", context)
    raise Http404


@allow(roles=MEMBER, methods=("GET",))
def cases(request: GuardedRequest) -> HttpResponse:
    """List a person's complaints."""
    actor = _actor(request)
    found = [
        (case, case.kind.title(_language()), customer_word(case.status))
        for case in complaints_of_customer(actor)
    ]
    return render(request, "portal/cases.html", {**common(actor, "cases"), "cases": found})


def _own(request: GuardedRequest, reference: str) -> ComplaintCard:
    return complaint_seen_by(_actor(request), reference)


@allow(roles=MEMBER, methods=("GET", "POST"), gate="complaint")
def case(request: GuardedRequest, reference: str) -> HttpResponse:
    """Show one complaint, and take what is added to it."""
    card = _own(request, reference)
    if card.reference != reference:
        return redirect("portal:case", reference=card.reference)
    text, error = "", ""
    if request.method == "POST":
        text, error = take_addition(request, card, channel="portal")
        if not error:
            messages.success(request, _("C’est ajouté. La personne qui suit le dossier le verra."))
            return redirect("portal:case", reference=reference)
    view = {**common(_actor(request), "cases"), **customer_view(card, _language())}
    context = {**view, "error": error, "typed": text}
    return render(request, "portal/case.html", context, status=422 if error else 200)


@allow(roles=MEMBER, methods=("GET",), gate="complaint")
def receipt(request: GuardedRequest, reference: str, kind: str) -> HttpResponse:
    """Give the verifiable receipt, or its proof alone."""
    _own(request, reference)
    return receipt_response(request, reference, kind)


@allow(roles=MEMBER, methods=("GET",), gate="complaint")
def letter(request: GuardedRequest, reference: str, number: int) -> HttpResponse:
    """Give the letter that answered."""
    return letter_response(_own(request, reference).reference, number)


@allow(roles=MEMBER, methods=("GET",), gate="complaint")
def attachment(request: GuardedRequest, reference: str, file: str) -> HttpResponse:
    """Lead to a file of the complaint by a short link."""
    return attachment_response(request, _own(request, reference).reference, file)


@allow(roles=MEMBER, methods=("GET",), gate="complaint")
def copy(request: GuardedRequest, reference: str, kind: str) -> HttpResponseBase:
    """Give everything we wrote to one another: one PDF, or one ZIP."""
    return copy_response(_own(request, reference), kind)
