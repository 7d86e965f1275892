"""Letters that come on paper: scanned, read, and confirmed by a person before they count."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recours.correspondence.commands.set_letter_aside import set_letter_aside
from recours.correspondence.commands.take_in_letter import take_in_letter
from recours.correspondence.errors import LetterAlreadyFiled, LetterNotFound, RefusedAttachment
from recours.correspondence.file_cards import PREVIEW, attachment_view, file_text
from recours.correspondence.letter_cards import ArrivedLetterCard, letter_card, letters_waiting
from recours.journeys.register_letter import LetterDays, LetterSaid, register_letter
from recours.kernel.days import legal_day
from recours.kernel.references import is_reference
from recours.loyalty.queries import programmes
from recours.people.errors import NotYours
from recours.web.casefile.shown_files import picture_of, signed_file_link
from recours.web.desk.letter_forms import OTHER, LetterForm
from recours.web.desk.worklist_views import DESK, actor_of, frame
from recours.web.guard.rows import GuardedRequest, allow

HERE = "courrier"
TROUBLES = ("no-engine", "out-of-time", "out-of-memory", "unreadable", "encrypted", "too-large")


def _now() -> datetime:
    return datetime.now(tz=UTC)


@allow(roles=DESK, methods=("GET", "POST"))
def letters(request: GuardedRequest) -> HttpResponse:
    """List the letters that wait, and take in new scans."""
    refused = _take_in(request) if request.method == "POST" else []
    if request.method == "POST" and not refused:
        return redirect("desk:letters")
    context = {
        **frame(request, HERE),
        "refused": refused,
        "lines": [_line(request, card) for card in letters_waiting()],
    }
    return render(request, "desk/letters.html", context, status=422 if refused else 200)


def _take_in(request: GuardedRequest) -> list[tuple[str, str]]:
    """Keep every scan that can be; return the names of the others, each with its sentence."""
    sent = request.FILES.getlist("scans")
    if not sent:
        return [("", _("Choisissez au moins une numérisation."))]
    refused = []
    for one in sent:
        try:
            taken = take_in_letter(data=one.read(), name=one.name or "", source="upload", at=_now())
        except RefusedAttachment as no:
            refused.append((one.name or "", str(no.sentence)))
            continue
        if not taken.new:
            _say_known(request, letter_card(taken.id), one.name or "")
    return refused


def _say_known(request: GuardedRequest, card: ArrivedLetterCard, name: str) -> None:
    place = card.about or _("la liste ci-dessous")
    sentence = _("%(name)s est déjà là : %(place)s. Rien n’est gardé deux fois.")
    messages.info(request, sentence % {"name": name, "place": place})


def _line(request: GuardedRequest, card: ArrivedLetterCard) -> dict[str, Any]:
    said = card.proposed
    return {
        "card": card,
        "thumb": picture_of(request, attachment_view(card.attachment), "thumb"),
        "sender": said.get("sender_name", ""),
        "reference": said.get("reference", ""),
    }


def _letter(key: uuid.UUID) -> ArrivedLetterCard:
    """Return the letter, or refuse."""
    try:
        card = letter_card(str(key))
    except LetterNotFound as missing:
        raise NotYours(str(key)) from missing
    return card


@allow(roles=DESK, methods=("GET", "POST"), gate="letter")
def letter(request: GuardedRequest, key: uuid.UUID) -> HttpResponse:
    """Show the image beside what was read; take what the agent confirms."""
    card = _letter(key)
    if card.about:
        return redirect("desk:case", reference=card.about)
    language = (get_language() or "fr")[:2]
    offered = _programmes(request)
    if request.method != "POST":
        form = LetterForm(initial=_initial(card), programmes=offered, language=language)
        return _page(request, card, form)
    form = LetterForm(request.POST, programmes=offered, language=language)
    if form.is_valid() and (reference := _register(request, card, form)):
        messages.success(request, _("La lettre est au dossier %(ref)s.") % {"ref": reference})
        return redirect("desk:case", reference=reference)
    return _page(request, card, form, status=422)


def _programmes(request: GuardedRequest) -> list[tuple[str, str]]:
    actor = actor_of(request)
    return [(one.code, one.name) for one in programmes() if actor.serves(one.code)]


def _initial(card: ArrivedLetterCard) -> dict[str, Any]:
    said = card.proposed
    words = file_text(card.sha256)
    people = said.get("people", [])
    first = people[0] if people else {}
    return {
        "received_on": legal_day(card.taken_in_at),
        "dated": said.get("written_on", ""),
        "name": said.get("sender_name", "") or first.get("name", ""),
        "address": said.get("sender_address", "").replace(", ", "\n"),
        "email": said.get("email", ""),
        "phone": said.get("phone", ""),
        "card": said.get("card", ""),
        "reference": said.get("reference", ""),
        "kind": "AUT",
        "text": words.text.replace("\f", "\n\n") if words else "",
    }


def _register(request: GuardedRequest, card: ArrivedLetterCard, form: LetterForm) -> str:
    """Return the reference of the case, or nothing when the form says what to mend."""
    given = form.cleaned_data
    try:
        return register_letter(
            letter=card.id,
            days=LetterDays(given["received_on"], given["posted_on"], given["dated"]),
            said=_said(card, given),
            complaint=given["reference"],
            actor=actor_of(request),
            at=_now(),
        )
    except NotYours:
        form.add_error("reference", _("Aucun dossier à vous ne porte cette référence."))
    except LetterAlreadyFiled:
        form.add_error(None, _("Quelqu’un vient d’inscrire cette lettre. Rouvrez la liste."))
    return ""


def _said(card: ArrivedLetterCard, given: Mapping[str, Any]) -> LetterSaid:
    known = _person(card, given["person"])
    return LetterSaid(
        name=given["name"],
        text=given["text"],
        programme=given["programme"],
        kind=given["kind"] or "AUT",
        email=given["email"],
        phone=given["phone"],
        address=given["address"],
        card=given["card"] or known.get("card", ""),
        customer=known.get("customer", ""),
        member=known.get("member", "") if known.get("programme") == given["programme"] else "",
    )


def _person(card: ArrivedLetterCard, chosen: str) -> Mapping[str, str]:
    """Return the person among those proposed; nobody when another was written in."""
    people = card.proposed.get("people", [])
    if chosen == OTHER or not chosen.isdecimal() or int(chosen) >= len(people):
        return {}
    found: Mapping[str, str] = people[int(chosen)]
    return found


def _page(
    request: GuardedRequest, card: ArrivedLetterCard, form: LetterForm, status: int = 200
) -> HttpResponse:
    view = attachment_view(card.attachment)
    said, offered = card.proposed, _programmes(request)
    pages = [p.page for p in view.pictures if p.kind == PREVIEW]
    context = {
        **frame(request, HERE),
        "card": card,
        "form": form,
        "pages": [picture_of(request, view, PREVIEW, page) for page in pages],
        "original": signed_file_link(request, view.id) if view.opens else "",
        "view": view,
        "people": list(enumerate(said.get("people", []))),
        "chosen": form["person"].value() or "",
        "confidence": said.get("confidence", 0),
        "doubtful": bool(said) and said.get("confidence", 0) < 80,  # noqa: PLR2004
        "trouble": said.get("trouble", ""),
        "reading": card.state == "waiting" and "saisir" not in request.GET and status == 200,  # noqa: PLR2004
        "card_checks": said.get("card_checks", False),
        "is_reference": is_reference(str(form["reference"].value() or "")),
        "only_programme": offered[0][0] if len(offered) == 1 else "",
    }
    return render(request, "desk/letter.html", context, status=status)


@allow(roles=DESK, methods=("POST",), gate="letter")
def letter_aside(request: GuardedRequest, key: uuid.UUID) -> HttpResponse:
    """Say that a letter is no complaint."""
    card = _letter(key)
    note = request.POST.get("note", "").strip()
    if not note:
        messages.error(request, _("Dites pourquoi : quelqu’un le relira."))
        return redirect("desk:letter_in", key=key)
    try:
        set_letter_aside(letter=card.id, note=note, by=actor_of(request).key, at=_now())
    except LetterAlreadyFiled:
        messages.error(request, _("Quelqu’un vient d’inscrire cette lettre. Rouvrez la liste."))
    return redirect("desk:letters")
