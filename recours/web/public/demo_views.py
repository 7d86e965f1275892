"""The demonstration's letter box: everything that left, and to whom."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from recours.correspondence.queries import mailbox
from recours.web.guard.rows import GuardedRequest, allow

SHOWN = 60


@allow(roles=("public", "customer"), methods=("GET",))
def mail(request: GuardedRequest) -> HttpResponse:
    """Show the latest messages; only in the demonstration."""
    if not settings.DEMO:
        raise Http404
    to = request.GET.get("a", "")[:254]
    return render(request, "public/courrier.html", {"mails": mailbox(SHOWN, to=to), "to": to})
