"""Ask one question after closing, whether it was put right."""

from datetime import UTC, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render

from recours.complaints.errors import FollowUpAlreadyAnswered
from recours.complaints.queries import complaint_card, follow_up
from recours.journeys.follow_up_complaint import follow_up_complaint
from recours.people.queries import staff_card
from recours.web.casefile.words import readable
from recours.web.guard.rows import GuardedRequest, allow


@allow(roles=("public", "customer"), methods=("GET", "POST"))
def put_right(request: GuardedRequest, token: str) -> HttpResponse:
    """Ask, without any account; reading the link answers nothing, only the button does."""
    question = follow_up(token)
    if question is None:
        raise Http404
    said, error = question.put_right, ""
    if request.method == "POST" and question.answered_at is None:
        word = request.POST.get("reglee", "")
        if word in {"oui", "non"}:
            said = word == "oui"
            error = _answer(request, token, said=said)
        else:
            error = "choose"
    card = complaint_card(question.reference)
    context = {
        "case": card,
        "person": staff_card(card.assignee) if card.assignee else None,
        "said": said,
        "error": error,
        "answer": card.clock("A-ANS-ACPR"),
        "wanted": request.GET.get("r", ""),
    }
    return render(request, "public/suite.html", context, status=422 if error else 200)


def _answer(request: GuardedRequest, token: str, *, said: bool) -> str:
    comment = readable(request.POST.get("comment", ""))[:2000]
    try:
        follow_up_complaint(token=token, put_right=said, comment=comment, at=datetime.now(tz=UTC))
    except FollowUpAlreadyAnswered:
        return ""
    return ""
