"""The sentences of our e-mails and letters: read, changed, previewed, published."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recours.correspondence.commands.publish_template import publish_template
from recours.correspondence.errors import (
    BadTemplate,
    LetterNotSet,
    NothingToPublish,
    TemplateChanged,
    TemplateLacks,
)
from recours.correspondence.previewing import lacks, preview, values_for
from recours.correspondence.rules.mails import UnknownTemplate
from recours.correspondence.rules.placeholders import PLACEHOLDERS
from recours.correspondence.rules.templates import (
    LANGUAGES,
    Document,
    Fault,
    Kind,
    changes,
    faults_of,
    kind_of,
)
from recours.correspondence.template_cards import (
    TemplateCard,
    template_in_force,
    template_version,
    template_versions,
    templates_in_force,
)
from recours.kernel.references import BadReference, normalise_reference
from recours.people.errors import NotYours
from recours.people.queries import staff_cards
from recours.web.casefile.files import closed_file
from recours.web.desk.template_words import WHEN, fault_sentence
from recours.web.desk.worklist_views import KEEPERS, actor_of, frame
from recours.web.guard.rows import GuardedRequest, allow

HERE = "modeles"
PAGE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


def _language() -> str:
    return (get_language() or "fr")[:2]


def _known(code: str) -> Kind:
    try:
        return kind_of(code)
    except UnknownTemplate as unknown:
        raise NotYours(code) from unknown


@allow(roles=KEEPERS, methods=("GET",))
def templates(request: GuardedRequest) -> HttpResponse:
    """List every e-mail and letter, with the version in force, who published it and when."""
    cards, language = templates_in_force(), _language()
    people = staff_cards({one.published_by for one in cards if one.published_by})
    lines = [
        {
            "card": one,
            "title": kind_of(one.kind).title(language),
            "letter": kind_of(one.kind).is_letter,
            "by": people[one.published_by].name if one.published_by in people else "",
        }
        for one in cards
    ]
    return render(request, "desk/templates/list.html", {**frame(request, HERE), "lines": lines})


@allow(roles=KEEPERS, methods=("GET", "POST"), gate="template")
def template(request: GuardedRequest, kind: str) -> HttpResponse:
    """Show the sentences of a kind; look at changes before publishing them, or publish them."""
    one, present = _known(kind), template_in_force(kind)
    if request.method != "POST":
        return _page(request, one, present, _from(request, present).document)
    document = _read(request, one)
    if request.POST.get("do") != "publish":
        faults = faults_of(kind, document)
        return _page(request, one, present, document, faults=faults, looked=True)
    return _publish(request, one, present, document)


def _publish(
    request: GuardedRequest, one: Kind, present: TemplateCard, document: Document
) -> HttpResponse:
    based_on = _number(request.POST.get("based_on", ""))
    try:
        card = publish_template(
            kind=one.code,
            document=document,
            based_on=based_on,
            actor=actor_of(request),
            at=datetime.now(tz=UTC),
        )
    except BadTemplate:
        faults = faults_of(one.code, document)
        return _page(request, one, present, document, faults=faults, status=422)
    except TemplateLacks:
        return _page(request, one, present, document, looked=True, status=422)
    except NothingToPublish:
        return _page(request, one, present, document, error=_nothing(), status=422)
    except TemplateChanged:
        return _page(request, one, present, document, error=_changed(), status=422)
    _say_published(request, card)
    return redirect("desk:template", kind=one.code)


def _say_published(request: GuardedRequest, card: TemplateCard) -> None:
    said = _("La version %(n)s est publiée : les prochains messages l’utilisent.")
    messages.success(request, said % {"n": card.version})


def _nothing() -> str:
    return _("Rien n’a changé depuis la version en vigueur.")


def _changed() -> str:
    return _("Quelqu’un a publié une autre version entre-temps. Relisez, puis publiez de nouveau.")


@allow(roles=KEEPERS, methods=("POST",), gate="template")
def take_back(request: GuardedRequest, kind: str) -> HttpResponse:
    """Publish an earlier version again, as a new one."""
    one, present = _known(kind), template_in_force(kind)
    former = template_version(kind, _number(request.POST.get("version", "")))
    if former is None:
        messages.info(request, _("Cette version n’existe pas."))
        return redirect("desk:template", kind=kind)
    return _publish(request, one, present, former.document)


@allow(roles=KEEPERS, methods=("POST",), gate="template")
def shown(request: GuardedRequest, kind: str) -> HttpResponse:
    """Show the e-mail as a page, or the letter as a PDF, with the sentences being written."""
    one = _known(kind)
    document = _read(request, one)
    if faults := faults_of(kind, document):
        return _page(request, one, template_in_force(kind), document, faults=faults, status=422)
    language = "en" if request.POST.get("in") == "en" else "fr"
    values = values_for(kind, language, _reference(request)) or values_for(kind, language) or {}
    try:
        found = preview(kind, document, language=language, values=values)
    except LetterNotSet:
        said = _("Cette lettre ne se compose pas : un signe du texte gêne l’imprimante.")
        return _page(request, one, template_in_force(kind), document, error=said, status=422)
    if found.pdf:
        name = f"{one.code}.{language}.pdf"
        return closed_file(found.pdf, name=name, kind="application/pdf", inline=True)
    page = found.page.encode()
    answer = closed_file(page, name="apercu.html", kind="text/html; charset=utf-8", inline=True)
    answer["Content-Security-Policy"] = PAGE_POLICY
    return answer


def _from(request: GuardedRequest, present: TemplateCard) -> TemplateCard:
    """Return the version that the address asks to start from."""
    asked = request.GET.get("version", "")
    found = template_version(present.kind, _number(asked)) if asked else present
    if found is None:
        raise NotYours(asked)
    return found


def _read(request: GuardedRequest, one: Kind) -> Document:
    """Return the sentences as they were typed, line ends made one kind."""
    return {
        language: {
            slot.name: request.POST.get(f"{language}-{slot.name}", "")
            .replace("\r\n", "\n")
            .replace("\r", "\n")
            .strip()
            for slot in one.slots
        }
        for language in LANGUAGES
    }


def _reference(request: GuardedRequest) -> str:
    try:
        return normalise_reference(request.POST.get("case", "").strip())
    except BadReference:
        return ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0  # noqa: PLR2004


def _page(  # everything the page of one kind shows
    request: GuardedRequest,
    one: Kind,
    present: TemplateCard,
    document: Document,
    *,
    faults: list[Fault] | None = None,
    looked: bool = False,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    language, wrong = _language(), faults or []
    whole = looked and not wrong
    typed = request.POST.get("case", "").strip()
    context = {
        **frame(request, HERE),
        "kind": one,
        "title": one.title(language),
        "present": present,
        "rows": _rows(one, document, wrong, language),
        "general": [fault_sentence(fault, "line") for fault in wrong if not fault.slot],
        "faulty": bool(wrong),
        "placeholders": _placeholders(one, language),
        "changes": changes(one.code, present.document, document) if looked or wrong else [],
        "looked": whole,
        "lacking": _lacking(one, document, language) if whole else [],
        "texts": _texts(one, document, _reference(request)) if whole else [],
        "typed": typed,
        "unknown_case": bool(typed) and values_for(one.code, "fr", _reference(request)) is None
        if _reference(request)
        else bool(typed),
        "versions": _versions(one.code),
        "language": language,
        "error": error,
    }
    return render(request, "desk/templates/template.html", context, status=status)


def _rows(
    one: Kind, document: Document, faults: list[Fault], language: str
) -> list[dict[str, Any]]:
    said = {
        (fault.language, fault.slot): fault_sentence(fault, slot.shape)
        for fault in reversed(faults)
        for slot in one.slots
        if slot.name == fault.slot
    }
    return [
        {
            "label": slot.label(language),
            "when": WHEN.get(slot.when, ""),
            "type": "textarea" if slot.shape == "text" else "text",
            "rows": min(8, 2 + len(document["fr"][slot.name]) // 60),
            "fields": [
                {
                    "name": f"{spoken}-{slot.name}",
                    "language": spoken,
                    "value": document[spoken][slot.name],
                    "error": said.get((spoken, slot.name), ""),
                }
                for spoken in LANGUAGES
            ],
        }
        for slot in one.slots
    ]


def _placeholders(one: Kind, language: str) -> list[tuple[str, str]]:
    allowed = frozenset[str]().union(*(slot.allowed for slot in one.slots))
    return [
        (f"{{{name}}}", known.en if language == "en" else known.fr)
        for name, known in PLACEHOLDERS.items()
        if name in allowed
    ]


def _lacking(one: Kind, document: Document, language: str) -> list[dict[str, str]]:
    return [
        {
            "language": lacking.language,
            "sentence": lacking.missing.sentence(language),
            "article": lacking.missing.article,
        }
        for lacking in lacks(one.code, document)
    ]


def _texts(one: Kind, document: Document, reference: str) -> list[dict[str, Any]]:
    if one.is_letter:
        return []
    found = []
    for language in LANGUAGES:
        values: Mapping[str, Any] = (
            values_for(one.code, language, reference) or values_for(one.code, language) or {}
        )
        found.append((language, preview(one.code, document, language=language, values=values)))
    return [
        {"language": language, "subject": said.subject, "text": said.text}
        for language, said in found
    ]


def _versions(kind: str) -> list[dict[str, Any]]:
    cards = template_versions(kind)
    people = staff_cards({one.published_by for one in cards if one.published_by})
    return [
        {"card": one, "by": people[one.published_by].name if one.published_by in people else ""}
        for one in cards
    ]
