"""What each page of the form shows."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from recours.forms.rules.document import fill
from recours.forms.rules.taxonomy import found_by
from recours.journeys.evidence.exhibits import told
from recours.kernel.money import parse_cents
from recours.people.queries import customer_card, members_of_customer
from recours.statements.queries import stores
from recours.web.guard.rows import GuardedRequest
from recours.web.public.lodge_draft import asked_again, files_of
from recours.web.public.lodge_filing import Filing, language_now
from recours.web.public.lodge_forms import ContactForm
from recours.web.public.lodge_steps import (
    BEFORE,
    CONTACT,
    OTHER,
    PROGRAMME,
    WHAT,
    WHICH,
    everything,
    inside,
    shortcuts,
)
from recours.web.public.receipt_photo import FIELDS, Photo, photo_of, with_photo
from recours.web.questions.asking import fields_of, heading, said_back

LONGEST_SEARCH = 80
FOUND = 8


def show(request: GuardedRequest, key: uuid.UUID, step: str, filing: Filing) -> HttpResponse:
    """Return one page of the form."""
    way = filing.way
    context = {
        "key": key,
        "step": step,
        "number": way.steps.index(step) + 1,
        "of": way.length,
        "before": way.before(step),
        "reminder": _reminder(filing),
        **_PAGES.get(step, _questions)(request, step, filing),
    }
    return render(request, f"public/lodge/{_template(step)}.html", context)


def _template(step: str) -> str:
    return step if step in _PAGES else "page"


def names() -> dict[str, str]:
    """Return what the texts of a form may name."""
    operator: dict[str, Any] = settings.OPERATOR
    return {
        "operator": operator["name"],
        "phone": operator["phone"],
        "email": operator["email"],
        "dpo": operator["dpo_email"],
    }


def _reminder(filing: Filing) -> list[str]:
    """Return which purchase or expiry is disputed, when a line of the account was."""
    answers, language = filing.answers, language_now()
    if not answers.get("known"):
        return []
    if answers.get("movement"):
        points = {"n": answers.get("points_lost", "")}
        return [
            _("%(n)s points expirés") % points,
            *told({"bought_on": answers.get("expired_on")}, language),
        ]
    total = answers.get("total")
    facts = {name: answers.get(name) for name in ("receipt", "store", "bought_on")}
    return told({**facts, "total_cents": parse_cents(total) if total else None}, language)


def _choice_error(filing: Filing, step: str) -> str:
    _typed, refused = asked_again(filing.answers, step)
    if not refused:
        return ""
    if "choice" in refused.values():
        return _("Choisissez l’une des réponses proposées.")
    return _("Choisissez ce qui ressemble le plus à votre situation.")


def _what(request: GuardedRequest, step: str, filing: Filing) -> dict[str, Any]:
    language = language_now()
    words = request.GET.get("q", "")[:LONGEST_SEARCH]
    found = found_by(words, language)[:FOUND] if words.strip() else []
    shown = found or shortcuts()
    answers = filing.answers
    return {
        "words": words,
        "searched": bool(words.strip()),
        "found": bool(found),
        "leaves": _choices(shown, language),
        "families": _choices(everything(), language),
        "chosen": answers.get("family") or answers.get("kind", ""),
        "other": OTHER,
        "error": _choice_error(filing, step),
    }


def _which(_request: GuardedRequest, step: str, filing: Filing) -> dict[str, Any]:
    language = language_now()
    chosen, choices = inside(str(filing.answers.get("family", "")))
    return {
        "family": chosen.title(language) if chosen else "",
        "complaint": chosen.complaint if chosen else True,
        "leaves": _choices(choices, language),
        "chosen": filing.answers.get("kind", ""),
        "other": OTHER,
        "error": _choice_error(filing, step),
    }


def _choices(shown: Sequence[Any], language: str) -> list[dict[str, str]]:
    return [
        {"code": one.code, "label": one.title(language), "note": one.help(language)}
        for one in shown
    ]


def _programme(_request: GuardedRequest, step: str, filing: Filing) -> dict[str, Any]:
    return {
        "programmes": list(filing.programmes.items()),
        "chosen": filing.answers.get("programme", ""),
        "error": _choice_error(filing, step),
    }


def _before(_request: GuardedRequest, _step: str, filing: Filing) -> dict[str, Any]:
    return {"wall": wall_of(filing)}


def wall_of(filing: Filing) -> dict[str, Any]:
    """Return what is read before the questions."""
    form, language = filing.form, language_now()
    if form is None or form.route is None:
        return {}
    text = fill(form.route.text(language), names())
    return {
        "title": form.route.title(language),
        "paragraphs": [one for one in text.split("\n\n") if one.strip()],
        "go": form.route.go(language),
        "urgent": form.route.kind == "urgent",
    }


def _questions(request: GuardedRequest, step: str, filing: Filing) -> dict[str, Any]:
    language = language_now()
    page, form = filing.way.page(step), filing.form
    if page is None or form is None:
        return {}
    typed, refused = asked_again(filing.answers, step)
    fields = fields_of(
        page,
        language,
        said={**_known(request), **filing.answers, **typed},
        refused=refused,
        files=files_of(filing.answers),
    )
    first = filing.way.pages[0].code == step
    asked = any(one.code in FIELDS for one in page.questions)
    photo = photo_of(filing.answers, filing.programme) if asked else Photo()
    fields, filled = with_photo(fields, photo, {**filing.answers, **typed})
    return {
        "title": page.title(language),
        "hint": page.hint(language),
        "aside": page.aside(language),
        "fields": fields,
        "photo": "filled" if filled else photo.state,
        "stores": _stores(filing) if any(one.type == "store" for one in fields) else [],
        **(heading(form) if first and not filing.answers.get("known") else {}),
    }


def _stores(filing: Filing) -> list[str]:
    return stores(filing.programme)


def _known(request: GuardedRequest) -> dict[str, Any]:
    """Return what the account of a signed-in person says of them."""
    actor = request.actor
    if actor.kind != "customer":
        return {}
    card = customer_card(actor.key)
    cards = members_of_customer(actor.key)
    known = {"name": card.name, "email": card.email, "phone": card.phone}
    return known | ({"card": cards[0].card} if cards else {})


def _contact(request: GuardedRequest, step: str, filing: Filing) -> dict[str, Any]:
    language = language_now()
    typed, _refused = asked_again(filing.answers, step)
    form = (
        ContactForm(typed) if typed else ContactForm(initial={**_known(request), **filing.answers})
    )
    chosen = filing.form
    recap = said_back(filing.way.pages, filing.answers, language, files_of(filing.answers))
    return {
        "form": form,
        "kind": chosen.title if chosen else "",
        "programme": filing.programmes.get(filing.programme, "")
        if PROGRAMME in filing.way.steps
        else "",
        "recap": recap,
        "request_made": bool(chosen and chosen.route and chosen.route.kind != "urgent"),
    }


_PAGES = {
    WHAT: _what,
    WHICH: _which,
    PROGRAMME: _programme,
    BEFORE: _before,
    CONTACT: _contact,
}
