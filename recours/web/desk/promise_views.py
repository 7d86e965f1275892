"""What was promised to customers: made, kept, broken; and the day something was written."""

from datetime import UTC, date, datetime
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from recours.complaints.commands.break_promise import break_promise
from recours.complaints.commands.keep_promise import keep_promise
from recours.complaints.commands.record_promise import record_promise
from recours.complaints.errors import PromiseClosed, PromiseNeedsWords
from recours.complaints.queries import (
    complaint_seen_by,
    invitation_on,
    leads_to,
    promise_owed,
    promises_owed,
)
from recours.journeys.confirm_in_writing import confirm_in_writing
from recours.kernel.days import legal_day
from recours.people.errors import NotYours
from recours.people.queries import customer_card, staff_cards
from recours.web.casefile.words import readable
from recours.web.desk.worklist_views import DESK, actor_of, frame
from recours.web.guard.rows import GuardedRequest, allow

HERE = "promesses"
LONGEST = 500


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _words(request: GuardedRequest, name: str) -> str:
    return readable(request.POST.get(name, ""))[:LONGEST].strip()


@allow(roles=DESK, methods=("GET",))
def owed(request: GuardedRequest) -> HttpResponse:
    """List what was promised and is owed, the nearest first."""
    found = promises_owed(actor_of(request))
    people = staff_cards({one.made_by for one in found})
    context = {
        **frame(request, HERE),
        "lines": [(one, people.get(one.made_by)) for one in found],
    }
    return render(request, "desk/promises.html", context)


@allow(roles=DESK, methods=("POST",), gate="complaint")
def make(request: GuardedRequest, reference: str) -> HttpResponse:
    """Write down what was promised to the customer of a complaint, and by when."""
    card = complaint_seen_by(actor_of(request), reference)
    text, due = _words(request, "promise"), _day(request.POST.get("promise_by", ""))
    if not text or due is None or due < legal_day(_now()):
        messages.error(request, _("Une promesse a des mots et une date à venir."))
        return redirect("desk:case", reference=reference)
    with transaction.atomic():
        record_promise(
            reference=leads_to(reference),
            key=f"desk:{reference}:{request.POST.get('key', '')[:40]}",
            text=text,
            made_to=customer_card(card.customer).name,
            due_on=due,
            actor=actor_of(request),
            at=_now(),
        )
    messages.success(request, _("C’est promis : le dossier reviendra ce jour-là."))
    return redirect("desk:case", reference=reference)


@allow(roles=DESK, methods=("POST",), gate="promise")
def settle(request: GuardedRequest, promise: UUID) -> HttpResponse:
    """Say that a promise was kept, or that it was not and why."""
    actor = actor_of(request)
    known = promise_owed(actor, str(promise))
    if known is None:
        raise NotYours(str(promise))
    how, broken = _words(request, "how"), request.POST.get("do", "") == "broken"
    try:
        with transaction.atomic():
            if broken:
                break_promise(promise=known.id, why=how, actor=actor, at=_now())
            else:
                keep_promise(promise=known.id, how=how, actor=actor, at=_now())
    except PromiseNeedsWords:
        messages.error(request, _("Dites pourquoi la promesse n’a pas été tenue."))
    except PromiseClosed:
        messages.info(request, _("Quelqu’un l’avait déjà dit."))
    else:
        messages.success(request, _("C’est écrit."))
    return redirect("desk:case", reference=leads_to(known.reference))


@allow(roles=DESK, methods=("POST",), gate="complaint")
def written(request: GuardedRequest, reference: str) -> HttpResponse:
    """Say which day the customer wrote what was only said: the postmark, or the message."""
    card = complaint_seen_by(actor_of(request), reference)
    day = _day(request.POST.get("written_on", ""))
    if day is None or day > legal_day(_now()):
        messages.error(
            request, _("Écrivez le jour du cachet de la poste, aujourd’hui au plus tard.")
        )
    elif card.written_on is None and invitation_on(reference) is not None:
        confirm_in_writing(complaint=reference, written_on=day, by="letter", at=_now())
        messages.success(request, _("C’est écrit : les délais du médiateur partent de ce jour."))
    else:
        messages.info(request, _("Cette réclamation était déjà écrite."))
    return redirect("desk:case", reference=reference)
