"""Lodge a complaint: one question a page, kept as it is typed, sent once."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recours.complaints.commands.save_draft import save_draft
from recours.complaints.queries import complaint_by_key, complaint_held, draft_answers
from recours.complaints.rules.kinds import KINDS
from recours.correspondence.commands.store_attachment import store_attachment
from recours.correspondence.errors import RefusedAttachment
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.kernel.money import parse_cents
from recours.loyalty.queries import programmes
from recours.people.queries import customer_card, members_of_customer, staff_card
from recours.statements.queries import stores
from recours.web.casefile.words import readable
from recours.web.guard.rows import GuardedRequest, allow
from recours.web.public.lodge_forms import FORMS, steps_of
from recours.web.public.own_lines import own_line

AGAIN = "again"  # in the draft: the page that was refused, and what was typed in it
LONGEST = 10_000


@allow(roles=("public", "customer"), methods=("GET",))
def start(request: GuardedRequest) -> HttpResponse:
    """Open the form, on a purchase or an expiry when a member comes from one of their lines."""
    key = uuid.uuid4()
    disputed = own_line(
        request.actor,
        purchase=request.GET.get("achat", "")[:120],
        movement=request.GET.get("mouvement", "")[:120],
        kind=request.GET.get("type", "")[:40],
    )
    if disputed is not None:
        _keep(key, disputed.answers)
        return redirect("public:lodge", key=key, step="histoire")
    return redirect("public:lodge", key=key, step="quoi")


@allow(roles=("public", "customer"), methods=("GET", "POST"))
def lodge(request: GuardedRequest, key: uuid.UUID, step: str) -> HttpResponse:
    """Show one question, or keep its answer and go on to the next."""
    if complaint_by_key(str(key)):
        return redirect("public:lodged", key=key)
    answers = draft_answers(key)
    steps = steps_of(answers.get("kind", ""))
    if step not in FORMS or (step not in steps and step != "quoi"):
        raise Http404
    if request.method != "POST":
        return _page(request, key, step, answers, _form(request, step, answers))
    form = FORMS[step](request.POST, request.FILES)
    if not form.is_valid() or not _take_file(request, key, form):
        return _ask_again(request, key, step, form)
    said = {k: v for k, v in form.cleaned_data.items() if k != "ticket"} | {AGAIN: {}}
    try:
        with transaction.atomic():  # the last page, the complaint and the session: one commit
            return _go_on(request, key, step, _keep(key, said))
    except Exception:
        _keep(key, said)  # nothing typed is lost, even when we fail
        raise


def _ask_again(request: GuardedRequest, key: uuid.UUID, step: str, form: Any) -> HttpResponse:
    """Keep what was typed, and say what to mend on a page that Back and refresh can show."""
    typed = {name: readable(request.POST.get(name, ""))[:LONGEST] for name in form.fields}
    refused = [str(sentence) for sentence in form.errors.get("ticket", [])]
    _keep(key, {AGAIN: {"step": step, "typed": typed, "ticket": refused}})
    return redirect("public:lodge", key=key, step=step)


def _form(request: GuardedRequest, step: str, answers: dict[str, Any]) -> Any:
    again = answers.get(AGAIN) or {}
    if again.get("step") != step:
        return FORMS[step](initial=_initial(request, answers))
    form = FORMS[step](again["typed"])
    form.is_valid()
    for sentence in again["ticket"]:
        form.add_error("ticket", sentence)
    return form


def _go_on(
    request: GuardedRequest, key: uuid.UUID, step: str, answers: dict[str, Any]
) -> HttpResponse:
    steps = steps_of(answers.get("kind", ""))
    if step != steps[-1]:
        return redirect("public:lodge", key=key, step=steps[steps.index(step) + 1])
    missing = next((s for s in steps if not _answered(s, answers)), "")
    if missing:
        messages.info(request, _("Il manque une réponse à cette question."))
        return redirect("public:lodge", key=key, step=missing)
    lodged = lodge_complaint(lodging=_lodging(request, key, answers), at=datetime.now(tz=UTC))
    _remember(request, lodged.reference)
    return redirect("public:lodged", key=key)


@transaction.atomic(savepoint=False)
def _keep(key: uuid.UUID, answers: dict[str, Any]) -> dict[str, Any]:
    return save_draft(key=key, answers=answers, at=datetime.now(tz=UTC))


def _take_file(request: GuardedRequest, key: uuid.UUID, form: Any) -> bool:
    sent = request.FILES.get("ticket")
    if sent is None:
        return True
    try:
        card = store_attachment(
            data=sent.read(),
            name=sent.name or "ticket",
            about=f"draft:{key}",
            at=datetime.now(tz=UTC),
        )
    except RefusedAttachment as refused:
        form.add_error("ticket", str(refused))
        return False
    _keep(key, {"attachment": card.id, "attachment_name": card.name})
    return True


def _answered(step: str, answers: dict[str, Any]) -> bool:
    owed = {"quoi": ("kind",), "contact": ("name", "email")}
    return all(answers.get(name) for name in owed.get(step, ()))


def _initial(request: GuardedRequest, answers: dict[str, Any]) -> dict[str, Any]:
    actor = request.actor
    known: dict[str, Any] = {}
    if actor.kind == "customer":
        card = customer_card(actor.key)
        known = {"name": card.name, "email": card.email, "phone": card.phone}
        cards = members_of_customer(actor.key)
        if cards:
            known["card"] = cards[0].card
    return {**known, **answers}


def _page(  # what one page of the form is made of
    request: GuardedRequest,
    key: uuid.UUID,
    step: str,
    answers: dict[str, Any],
    form: Any,
) -> HttpResponse:
    steps = steps_of(answers.get("kind", ""))
    place = steps.index(step)
    language = get_language() or "fr"
    context = {
        "form": form,
        "key": key,
        "step": step,
        "number": place + 1,
        "of": len(steps),
        "percent": 100 * (place + 1) // len(steps),
        "before": steps[place - 1] if place else "",
        "answers": answers,
        "kinds": [(kind.code, kind.title(language)) for kind in KINDS.values()],
        "stores": stores(_programme()) if step == "achat" else [],
        "last": step == steps[-1],
    }
    return render(request, f"public/lodge/{step}.html", context)


def _programme() -> str:
    first = next(iter(programmes()), None)
    return first.code if first else ""


def _lodging(request: GuardedRequest, key: uuid.UUID, answers: dict[str, Any]) -> Lodging:
    actor = request.actor
    mine = actor.kind == "customer"
    own = own_line(
        actor, purchase=answers.get("purchase", ""), movement=answers.get("movement", "")
    )
    bought_on = answers.get("bought_on", "")
    total = answers.get("total", "")
    return Lodging(
        key=str(key),
        kind=answers["kind"],
        programme=_programme(),
        name=answers["name"],
        email=answers["email"],
        phone=answers.get("phone", ""),
        card=answers.get("card", ""),
        receipt=answers.get("receipt", ""),
        store=answers.get("store", ""),
        bought_on=date.fromisoformat(bought_on) if bought_on else None,
        total_cents=parse_cents(total) if total else None,
        purchase=own.purchase if own else "",
        movement=own.movement if own else "",
        story=answers.get("story", ""),
        wish=answers.get("wish", ""),
        channel="portal" if mine else "web",
        language=(get_language() or "fr")[:2],
        customer=actor.key if mine else "",
        member=own.member if own else "",
        attachments=[answers["attachment"]] if answers.get("attachment") else [],
    )


def _remember(request: GuardedRequest, reference: str) -> None:
    followed = request.session.get("followed", [])
    request.session["followed"] = [*followed[-19:], reference]
    request.session.save()


@allow(roles=("public", "customer"), methods=("GET",))
def lodged(request: GuardedRequest, key: uuid.UUID) -> HttpResponse:
    """Show what the complaint became: its reference, who answers, by when."""
    known = complaint_by_key(str(key))
    if known is None:
        return HttpResponseRedirect(reverse("public:lodge", kwargs={"key": key, "step": "quoi"}))
    card = complaint_held(known.reference, known.follow_code)
    answers = draft_answers(key)
    person = staff_card(card.assignee) if card.assignee else None
    answer, last = card.answer, card.clock("B-ADM-4")
    context = {
        "case": card,
        "computed": card.kind.computed,
        "person": person,
        "email": answers.get("email", ""),
        "with_ticket": bool(answers.get("attachment")),
        "answer": answer,
        "mediator_until": last.customer_due if last else None,
        "site": settings.SITE_URL,
    }
    return render(request, "public/lodge/fait.html", context)
