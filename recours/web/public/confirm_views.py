"""Confirm in writing what was only said: the page the link of the invitation opens."""

from datetime import UTC, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render

from recours.complaints.queries import complaint_card, invitation_by_token, leads_to
from recours.journeys.add_to_complaint import add_to_complaint
from recours.journeys.confirm_in_writing import confirm_in_writing
from recours.kernel.days import legal_day
from recours.people.queries import customer_card, staff_card
from recours.web.casefile.words import readable
from recours.web.guard.rows import GuardedRequest, allow

LONGEST = 6_000


@allow(roles=("public", "customer"), methods=("GET", "POST"))
def confirm(request: GuardedRequest, token: str) -> HttpResponse:
    """Show what was noted, without any account; reading confirms nothing, only the button does."""
    invitation = invitation_by_token(token)
    if invitation is None:
        raise Http404
    words, error = "", False
    if request.method == "POST":
        words = readable(request.POST.get("words", ""))
        error = len(words) > LONGEST
        if not error:
            _confirm(invitation.reference, words.strip(), token)
    card = complaint_card(invitation.reference)
    context = {
        "case": card,
        "person": staff_card(card.assignee) if card.assignee else None,
        "lead": leads_to(card.reference),
        "mediator": card.clock("B-ADM-4"),
        "answer": card.answer,
        "typed": words,
        "error": error,
    }
    return render(request, "public/confirmer.html", context, status=422 if error else 200)


def _confirm(reference: str, words: str, token: str) -> None:
    now = datetime.now(tz=UTC)
    if words:
        add_to_complaint(
            complaint=reference,
            author=customer_card(complaint_card(reference).customer).name,
            text=words,
            channel="web",
            at=now,
            key=f"confirmed:{token[:40]}",
        )
    confirm_in_writing(complaint=reference, written_on=legal_day(now), by="link", at=now)
