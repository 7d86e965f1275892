"""What a complaint is about, and which other complaint is the same one."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recours.complaints.errors import (
    AnswerUnderWay,
    CannotJoinItself,
    ComplaintChanged,
    ComplaintMerged,
    ComplaintNotMerged,
    ComplaintNotToDecide,
    HoldsOthers,
    PersonsDiffer,
    ProgrammesDiffer,
    ProposalOutstanding,
    PurchasesDiffer,
    SameKind,
)
from recours.complaints.queries import ComplaintCard, complaint_seen_by
from recours.complaints.rules.kinds import UnknownKind
from recours.journeys.merge_complaints import merge_complaints
from recours.journeys.possible_duplicates import Candidate, possible_duplicates
from recours.journeys.qualify_complaint import qualify_complaint
from recours.journeys.unmerge_complaints import unmerge_complaints
from recours.people.callers import same_person
from recours.people.queries import customer_cards
from recours.web.desk.worklist_views import DESK, actor_of, frame
from recours.web.guard.rows import GuardedRequest, allow

MOST_DIGITS = 7
LONGEST = 300
STANDS = (
    AnswerUnderWay,
    CannotJoinItself,
    ComplaintMerged,
    HoldsOthers,
    PersonsDiffer,
    ProgrammesDiffer,
    ProposalOutstanding,
    PurchasesDiffer,
)


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _language() -> str:
    return (get_language() or "fr")[:2]


def refusal(no: Exception) -> str:
    """Say in words what stands in the way."""
    words = {
        AnswerUnderWay: _(
            "La réponse à %(one)s est décidée ou partie : rien ne peut plus la rejoindre ni la "
            "quitter. Rouvrez-la d’abord, ou répondez à l’autre en la citant."
        ),
        CannotJoinItself: _("C’est la même réclamation."),
        ComplaintMerged: _("%(one)s est déjà jointe à une autre. Séparez-les d’abord."),
        HoldsOthers: _("%(one)s en réunit déjà d’autres : joignez plutôt l’autre à celle-là."),
        PersonsDiffer: _("Rien ne prouve que c’est la même personne. Vérifiez, puis cochez."),
        ProgrammesDiffer: _("Elles ne portent pas sur le même programme."),
        ProposalOutstanding: _(
            "Une décision proposée attend une seconde personne sur %(one)s : réglez-la d’abord."
        ),
        PurchasesDiffer: _("Elles portent sur deux achats différents : chacune a sa réponse."),
        ComplaintNotMerged: _("Elles ne sont plus jointes."),
    }
    return words[type(no)] % {"one": str(no)}


@allow(roles=DESK, methods=("POST",), gate="complaint")
def qualify(request: GuardedRequest, reference: str) -> HttpResponse:
    """Say of what kind the complaint is."""
    card = complaint_seen_by(actor_of(request), reference)
    version = request.POST.get("version", "")
    known = version.isascii() and version.isdigit() and len(version) <= MOST_DIGITS
    try:
        qualify_complaint(
            complaint=card.reference,
            version=int(version) if known else 0,
            kind=request.POST.get("kind", "")[:40],
            answers={},
            actor=actor_of(request),
            at=_now(),
        )
    except (ComplaintChanged, ComplaintNotToDecide, SameKind, UnknownKind) as no:
        said = {
            ComplaintChanged: _("Le dossier a changé pendant que vous l’aviez sous les yeux."),
            ComplaintNotToDecide: _("Ce dossier n’attend plus de décision."),
            SameKind: _("C’était déjà son motif."),
            UnknownKind: _("Choisissez un motif de la liste."),
        }
        messages.error(request, said[type(no)])
    else:
        messages.success(request, _("Le motif est écrit ; les pièces se réunissent à nouveau."))
    return redirect("desk:case", reference=reference)


@allow(roles=DESK, methods=("GET", "POST"), gate="complaint")
def join(request: GuardedRequest, reference: str, other: str) -> HttpResponse:
    """Show what joining will do, and do it."""
    actor = actor_of(request)
    one, two = complaint_seen_by(actor, reference), complaint_seen_by(actor, other)
    error = ""
    if request.method == "POST":
        keeps = request.POST.get("kept", "")
        kept, merged = (two, one) if keeps == two.reference else (one, two)
        error = _join(request, kept, merged)
        if not error:
            return redirect("desk:case", reference=kept.reference)
    return _page(request, one, two, error)


def _join(request: GuardedRequest, kept: ComplaintCard, merged: ComplaintCard) -> str:
    alike = _alike(request, kept, merged)
    reasons = [reason.words.fr for reason in alike.likeness.reasons] if alike else []
    why = request.POST.get("why", "").strip()[:LONGEST]
    try:
        merge_complaints(
            kept=kept.reference,
            merged=merged.reference,
            reasons=[*reasons, *([why] if why else [])],
            same=request.POST.get("same", "") == "1",
            actor=actor_of(request),
            at=_now(),
        )
    except STANDS as no:
        return refusal(no)
    sentence = _("%(merged)s est jointe à %(kept)s. Rien n’est perdu de l’une ni de l’autre.")
    messages.success(request, sentence % {"merged": merged.reference, "kept": kept.reference})
    return ""


def _alike(request: GuardedRequest, one: ComplaintCard, two: ComplaintCard) -> Candidate | None:
    found = possible_duplicates(complaint=one.reference, actor=actor_of(request))
    return next((c for c in found if c.row.reference == two.reference), None)


def _page(
    request: GuardedRequest, one: ComplaintCard, two: ComplaintCard, error: str
) -> HttpResponse:
    first, second = sorted((one, two), key=lambda card: (card.received_at, card.reference))
    people = customer_cards({one.customer, two.customer})
    one_card = bool(one.member) and one.member == two.member
    proved = one_card or two.customer in same_person(one.customer)
    alike = _alike(request, one, two)
    context = {
        **frame(request, ""),
        "here": one,
        "other": two,
        "sides": [
            (card, card.kind.title(_language()), people.get(card.customer))
            for card in (first, second)
        ],
        "kept": first.reference,
        "proved": proved,
        "score": alike.likeness.score if alike else 0,
        "reasons": alike.likeness.reasons if alike else (),
        "error": error,
        "language": _language(),
    }
    return render(request, "desk/join.html", context, status=422 if error else 200)


@allow(roles=DESK, methods=("POST",), gate="complaint")
def separate(request: GuardedRequest, reference: str) -> HttpResponse:
    """Separate a complaint from the one it was joined to."""
    card = complaint_seen_by(actor_of(request), reference)
    try:
        kept = unmerge_complaints(merged=card.reference, actor=actor_of(request), at=_now())
    except (AnswerUnderWay, ComplaintNotMerged, ProposalOutstanding) as no:
        messages.error(request, refusal(no))
        return redirect("desk:case", reference=card.merged_into or reference)
    sentence = _(
        "%(one)s et %(other)s vont à nouveau chacune leur chemin. "
        "Ce qui a été écrit depuis reste sur %(other)s."
    )
    messages.success(request, sentence % {"one": reference, "other": kept})
    return redirect("desk:case", reference=reference)
