"""What did not go by itself: messages kept back or refused, jobs that gave up."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from recours.correspondence.commands.resend import resend
from recours.correspondence.errors import MessageNotFound
from recours.correspondence.queries import outbox_state, undelivered, withheld
from recours.jobs.commands.discard import discard
from recours.jobs.commands.retry import retry
from recours.jobs.errors import JobNotFound
from recours.jobs.queries import dead_letters, queue_state
from recours.kernel.states import ForbiddenMove
from recours.mailroom.queries import boxes
from recours.web.desk.worklist_views import KEEPERS, frame
from recours.web.guard.rows import GuardedRequest, allow

HERE = "suivi-technique"


@allow(roles=KEEPERS, methods=("GET",))
def show(request: GuardedRequest) -> HttpResponse:
    """Show each message and job that waits for a person."""
    context = {
        **frame(request, HERE),
        "withheld": withheld(),
        "undelivered": undelivered(),
        "dead": dead_letters(),
        "outbox": outbox_state(),
        "queue": queue_state(),
        "doors": boxes(),
    }
    return render(request, "desk/operations.html", context)


@allow(roles=KEEPERS, methods=("POST",), gate="message")
def send_again(_request: GuardedRequest, message: UUID) -> HttpResponse:
    """Let one message leave after all."""
    return _do(lambda: resend(message=str(message), at=datetime.now(tz=UTC)))


@allow(roles=KEEPERS, methods=("POST",), gate="job")
def try_again(request: GuardedRequest, job: UUID) -> HttpResponse:
    """Give one dead job another chance, or set it aside."""
    if request.POST.get("do", "") == "discard":
        return _do(lambda: discard(job=str(job), at=datetime.now(tz=UTC)))
    return _do(lambda: retry(job=str(job), at=datetime.now(tz=UTC)))


def _do(act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except (MessageNotFound, JobNotFound, ForbiddenMove) as refused:
        raise Http404 from refused
    return redirect("desk:operations")
