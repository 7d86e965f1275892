"""What arrived and that no machine could file: one list for each reason, and the gestures."""

import uuid
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recours.complaints.queries import complaint_seen_by
from recours.correspondence.errors import MessageNotFound
from recours.correspondence.queries import withheld
from recours.journeys.link_mail import link_mail
from recours.journeys.open_complaint_from_mail import open_complaint_from_mail
from recours.journeys.release_acknowledgement import TEMPLATE, release_acknowledgement
from recours.journeys.see_to_reply import see_to_reply
from recours.journeys.set_mail_aside import set_mail_aside
from recours.kernel.references import BadReference, normalise_reference
from recours.mailroom.errors import MailAlreadyFiled, MailNotFound, NothingToSetAside, RawDamaged
from recours.mailroom.queries import (
    FOR_A_PERSON,
    PAGE,
    MailCard,
    counts,
    floods,
    html_of,
    listed,
    mail_card,
    raw_of,
    reading_of,
)
from recours.mailroom.states import Outcome, Standing
from recours.people.errors import BadAddress, NotYours
from recours.people.queries import is_staff_address, staff_cards
from recours.people.rules import Actor
from recours.web.casefile.files import closed_file
from recours.web.casefile.mail_words import authentication_words, notices_shown, reason_words
from recours.web.casefile.words import readable
from recours.web.desk.worklist_views import DESK, actor_of, frame
from recours.web.guard.rows import GuardedRequest, allow

HERE = "arrivees"
LISTS: dict[str, tuple[str, str | Promise]] = {
    "a-rattacher": ("to_link", gettext_lazy("À rattacher")),
    "illisibles": ("unreadable", gettext_lazy("Illisibles")),
    "trop-volumineux": ("too_large", gettext_lazy("Trop volumineux")),
    "dossiers-regles": ("closed_case", gettext_lazy("Sur un dossier réglé")),
    "accuses-retenus": ("", gettext_lazy("Accusés retenus")),
    "doublons": ("duplicates", gettext_lazy("Doublons")),
    "automatiques": ("automatic", gettext_lazy("Automatiques")),
}
KEPT = "accuses-retenus"
LONGEST = 20_000


def _now() -> datetime:
    return datetime.now(tz=UTC)


@allow(roles=DESK, methods=("GET",))
def home(request: GuardedRequest) -> HttpResponse:
    """Open the first list that waits for somebody."""
    held = _held(actor_of(request))
    first = next((slug for slug, number in held.items() if number), "a-rattacher")
    return redirect("desk:arrivals", view=first)


@allow(roles=DESK, methods=("GET",))
def show(request: GuardedRequest, view: str) -> HttpResponse:
    """Show one list."""
    if view not in LISTS:
        raise Http404
    name, title = LISTS[view]
    actor = actor_of(request)
    lines = listed(name, after=request.GET.get("suite", "")) if name else []
    context = {
        **frame(request, HERE),
        "list": view,
        "title": title,
        "tabs": _tabs(actor, view),
        "lines": [_line(one.mail, one.reading) for one in lines if _may_see(actor, one.mail)],
        "kept": _receipts(actor) if view == KEPT else [],
        "after": lines[-1].mail.id if len(lines) == PAGE else "",
        "floods": floods(at=_now()),
    }
    return render(request, "desk/arrivals.html", context)


def _held(actor: Actor) -> dict[str, int]:
    numbers = counts()
    held = {slug: numbers[name] for slug, (name, _title) in LISTS.items() if name in FOR_A_PERSON}
    return held | {KEPT: len(_receipts(actor))}


def _tabs(actor: Actor, view: str) -> list[dict[str, Any]]:
    held = _held(actor)
    return [
        {"slug": slug, "label": title, "count": held.get(slug, ""), "current": slug == view}
        for slug, (_name, title) in LISTS.items()
    ]


def _receipts(actor: Actor) -> list[Any]:
    """Return the receipts kept back, of the cases this person sees."""
    return [one for one in withheld() if one.template == TEMPLATE and _sees(actor, one.about)]


def _sees(actor: Actor, about: str) -> bool:
    try:
        complaint_seen_by(actor, about)
    except NotYours:
        return False
    return True


def _case_of(card: MailCard) -> str:
    """Return the case that says who may look at a message, empty when it is on none yet."""
    if card.about or card.proposed or not card.original:
        return card.about or card.proposed
    return _case_of(mail_card(card.original))


def _may_see(actor: Actor, card: MailCard) -> bool:
    case = _case_of(card)
    return not case or _sees(actor, case)


def _line(card: MailCard, reading: Any) -> dict[str, Any]:
    return {"mail": card, "read": reading, "why": reason_words(card.reason, card.state)}


def _seen(request: GuardedRequest, mail: uuid.UUID) -> MailCard:
    """Return the message, or raise `NotYours`: what is on a case is seen with the case."""
    try:
        card = mail_card(str(mail))
    except MailNotFound as missing:
        raise NotYours(str(mail)) from missing
    if not _may_see(actor_of(request), card):
        raise NotYours(str(mail))
    return card


@allow(roles=DESK, methods=("GET",), gate="mail")
def arrival(request: GuardedRequest, mail: uuid.UUID) -> HttpResponse:
    """Show one message, why it is here, and what can be done with it."""
    return _page(request, _seen(request, mail))


def _page(request: GuardedRequest, card: MailCard, status: int = 200, **typed: Any) -> HttpResponse:
    reading = reading_of(card.id) or (reading_of(card.original) if card.original else None)
    badge, tone = authentication_words(reading.authentication if reading else {})
    lone = card.state is Standing.FILED and card.outcome == Outcome.NOTIFICATION
    context = {
        **frame(request, HERE),
        "mail": card,
        "read": reading,
        "why": reason_words(card.reason, card.state),
        "notices": notices_shown(reading) if reading else [],
        "from_staff": bool(reading and reading.sender and is_staff_address(reading.sender)),
        "badge": badge,
        "tone": tone,
        "has_html": bool(reading and reading.has_html),
        "claimed": _claimed(reading.date_claimed) if reading else None,
        "original": mail_card(card.original) if card.original else None,
        "open": not card.about
        and (lone or card.state not in {Standing.FILED, Standing.PENDING, Standing.SET_ASIDE}),
        "handler": staff_cards([card.handled_by]).get(card.handled_by),
        **typed,
    }
    return render(request, "desk/arrival.html", context, status=status)


def _claimed(text: str) -> datetime | None:
    """Return the date the sender gives, as such: only ours counts."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


@allow(roles=DESK, methods=("GET",), gate="mail")
def original(request: GuardedRequest, mail: uuid.UUID) -> HttpResponse:
    """Give the message exactly as it came."""
    card = _seen(request, mail)
    try:
        return closed_file(
            raw_of(card.id), name=f"message-{card.id[:8]}.eml", kind="message/rfc822"
        )
    except RawDamaged:
        return HttpResponse(status=410)


@allow(roles=DESK, methods=("GET",), gate="mail")
def formatted(request: GuardedRequest, mail: uuid.UUID) -> HttpResponse:
    """Show the message with its own layout, in a closed box: nothing in it is fetched or obeyed."""
    card = _seen(request, mail)
    reading = reading_of(card.id)
    told = {"page": html_of(card.id), "text": reading.text if reading else ""}
    response = render(request, "desk/formatted.html", told)
    response["Content-Security-Policy"] = (
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
        "style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@allow(roles=DESK, methods=("POST",), gate="mail")
def link(request: GuardedRequest, mail: uuid.UUID) -> HttpResponse:
    """Put the message on the case the agent names."""
    card = _seen(request, mail)
    typed = request.POST.get("reference", "").strip()[:40]
    try:
        reference = normalise_reference(typed)
        link_mail(
            mail=card.id,
            complaint=reference,
            visible=request.POST.get("visible", "") == "1",
            actor=actor_of(request),
            at=_now(),
        )
    except (BadReference, NotYours):
        error = _("Aucun dossier de cette référence : relisez-la.")
        return _page(request, card, status=422, error=error, typed=typed)
    except MailAlreadyFiled:
        return _too_late(request, card)
    messages.success(request, _("Le message est au dossier %(ref)s.") % {"ref": reference})
    return redirect("desk:case", reference=reference)


@allow(roles=DESK, methods=("POST",), gate="mail")
def open_case(request: GuardedRequest, mail: uuid.UUID) -> HttpResponse:
    """Open a complaint from the message."""
    card = _seen(request, mail)
    said = {
        name: readable(request.POST.get(name, "")).strip() for name in ("name", "email", "story")
    }
    if card.state in {Standing.UNREADABLE, Standing.REJECTED} and not said["story"]:
        error = _("Écrivez ce que dit le message : une machine n’a pas pu le lire.")
        return _page(request, card, status=422, error=error, said=said)
    try:
        reference = open_complaint_from_mail(
            mail=card.id,
            name=said["name"][:120],
            email=said["email"][:254],
            story=said["story"][:LONGEST],
            actor=actor_of(request),
            at=_now(),
        )
    except BadAddress:
        error = _("Cette adresse e-mail n’en est pas une : corrigez-la, ou laissez vide.")
        return _page(request, card, status=422, error=error, said=said)
    except MailAlreadyFiled:
        return _too_late(request, card)
    messages.success(request, _("Réclamation ouverte ; ses délais courent du jour de l’arrivée."))
    if not _sees(actor_of(request), reference):  # the sender's own programme is another's to follow
        return redirect("desk:arrivals_home")
    return redirect("desk:case", reference=reference)


@allow(roles=DESK, methods=("POST",), gate="mail")
def aside(request: GuardedRequest, mail: uuid.UUID) -> HttpResponse:
    """Set the message aside, for a reason."""
    card = _seen(request, mail)
    reason = readable(request.POST.get("reason", ""))[:500]
    try:
        set_mail_aside(mail=card.id, reason=reason, actor=actor_of(request), at=_now())
    except NothingToSetAside:
        error = _("Dites pourquoi rien ne suit : un collègue doit pouvoir le comprendre.")
        return _page(request, card, status=422, error=error)
    except MailAlreadyFiled:
        return _too_late(request, card)
    messages.success(request, _("Classé sans suite ; le message et la raison restent gardés."))
    return redirect("desk:arrivals_home")


@allow(roles=DESK, methods=("POST",), gate="mail")
def see_to(request: GuardedRequest, mail: uuid.UUID) -> HttpResponse:
    """Open the settled case again, or leave it as it is."""
    card = _seen(request, mail)
    again = request.POST.get("do", "") == "reopen"
    if not card.asks:
        return _too_late(request, card)
    try:
        reference = see_to_reply(mail=card.id, reopened=again, actor=actor_of(request), at=_now())
    except MailAlreadyFiled:
        return _too_late(request, card)
    if again:
        messages.success(request, _("Dossier rouvert ; le client apprend la nouvelle échéance."))
        return redirect("desk:case", reference=reference)
    return redirect("desk:arrivals", view="dossiers-regles")


def _too_late(request: GuardedRequest, card: MailCard) -> HttpResponse:
    error = _("Quelqu’un s’en est déjà occupé.")
    return _page(request, mail_card(card.id), status=409, error=error)


@allow(roles=DESK, methods=("POST",), gate="kept_receipt")
def release(request: GuardedRequest, message: uuid.UUID) -> HttpResponse:
    """Let a receipt leave that was kept back."""
    try:
        release_acknowledgement(message=str(message), actor=actor_of(request), at=_now())
    except (MessageNotFound, BadAddress) as refused:
        raise NotYours(str(message)) from refused
    messages.success(request, _("L’accusé part."))
    return redirect("desk:arrivals", view=KEPT)
