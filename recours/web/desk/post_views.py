"""Letters that leave by post: print them together, say that they were posted, or came back."""

from datetime import UTC, date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recours.complaints.queries.said import rows_named
from recours.correspondence.commands.post_letter import post_letter
from recours.correspondence.commands.print_batch import print_batch
from recours.correspondence.commands.settle_unreached import settle_unreached
from recours.correspondence.departures import (
    Unreached,
    batch_pdf,
    departure,
    departures,
    latest_batches,
    to_reach_otherwise,
)
from recours.correspondence.errors import FileDamaged, MessageNotFound, NothingToPrint
from recours.correspondence.states import Posting
from recours.kernel.days import legal_day
from recours.kernel.states import ForbiddenMove
from recours.people.errors import NotYours
from recours.people.queries import customer_cards
from recours.people.rules import Actor, CustomerCard
from recours.web.casefile.files import closed_file
from recours.web.desk.worklist_views import KEEPERS, actor_of, frame
from recours.web.guard.rows import GuardedRequest, allow

HERE = "courrier-depart"
MOVES = {
    "poster": Posting.POSTED,
    "reprendre": Posting.PRINTED,
    "reimprimer": Posting.TO_PRINT,
    "annuler": Posting.CANCELLED,
    "revenue": Posting.RETURNED,
    "encore": Posting.POSTED,
}


@allow(roles=KEEPERS, methods=("GET",))
def show(request: GuardedRequest) -> HttpResponse:
    """Show what waits for the printer, for the post, and who nothing reaches."""
    return _page(request)


def _page(request: GuardedRequest, error: str = "") -> HttpResponse:
    context = {
        **frame(request, HERE),
        "to_print": departures(Posting.TO_PRINT),
        "printed": departures(Posting.PRINTED),
        "posted": departures(Posting.POSTED, Posting.RETURNED)[-50:][::-1],
        "batches": latest_batches(5),
        "unreached": _unreached(actor_of(request)),
        "today": legal_day(datetime.now(tz=UTC)).isoformat(),
        "error": error,
    }
    return render(request, "desk/post_out.html", context, status=422 if error else 200)


def _unreached(actor: Actor) -> list[tuple[Unreached, CustomerCard | None]]:
    """Return who nothing reaches, with the person as far as this reader sees the case."""
    waiting = to_reach_otherwise()
    rows = rows_named(actor, [one.about for one in waiting])
    people = customer_cards(row.customer for row in rows.values())
    found = {about: people.get(row.customer) for about, row in rows.items()}
    return [(one, found.get(one.about)) for one in waiting]


@allow(roles=KEEPERS, methods=("POST",))
def print_all(request: GuardedRequest) -> HttpResponse:
    """Print the letters that wait: one PDF."""
    try:
        batch = print_batch(
            by=actor_of(request).name,
            language=(get_language() or "fr")[:2],
            at=datetime.now(tz=UTC),
        )
    except NothingToPrint:
        return _page(request, _("Aucune lettre n’attend."))
    messages.success(
        request, _("Le lot est prêt : ouvrez-le, imprimez-le, puis postez les lettres.")
    )
    return redirect(f"/bureau/courrier/depart/#lot-{batch}")


@allow(roles=KEEPERS, methods=("GET",), gate="batch")
def batch(_request: GuardedRequest, batch: UUID) -> HttpResponse:
    """Give the PDF of a batch."""
    try:
        pdf = batch_pdf(str(batch))
    except MessageNotFound as missing:
        raise NotYours(str(batch)) from missing
    except FileDamaged:
        return HttpResponse(status=410)
    return closed_file(pdf, name=f"lettres-{str(batch)[:8]}.pdf", kind="application/pdf")


@allow(roles=KEEPERS, methods=("POST",), gate="departure")
def move(request: GuardedRequest, message: UUID) -> HttpResponse:
    """Say what became of one letter."""
    try:
        departure(str(message))
    except MessageNotFound as missing:
        raise NotYours(str(message)) from missing
    wanted = MOVES.get(request.POST.get("do", ""))
    day = _day(request.POST.get("on", ""))
    if wanted is None or day is None:
        return _page(
            request, _("Écrivez une date, par exemple 24/11/2026, qui ne soit pas à venir.")
        )
    try:
        post_letter(
            message=str(message),
            to=wanted,
            on=day,
            by=actor_of(request).name,
            at=datetime.now(tz=UTC),
        )
    except ForbiddenMove:
        return _page(
            request, _("Cette lettre a changé d’état pendant que vous l’aviez sous les yeux.")
        )
    return redirect("desk:post_out")


def _day(text: str) -> date | None:
    """Return the day, today when none is written; nothing when it is no day, or is to come."""
    today = legal_day(datetime.now(tz=UTC))
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        return None
    return day if day <= today else None


@allow(roles=KEEPERS, methods=("POST",), gate="unreached")
def reached(request: GuardedRequest, message: UUID) -> HttpResponse:
    """Say that somebody was reached another way."""
    try:
        settle_unreached(message=str(message), by=actor_of(request).name, at=datetime.now(tz=UTC))
    except MessageNotFound as missing:
        raise Http404 from missing
    return redirect("desk:post_out")
