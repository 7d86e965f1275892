"""The questions people answer: read, previewed, published, without code."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recours.forms.commands.drop_form_draft import drop_form_draft
from recours.forms.commands.publish_form import publish_form
from recours.forms.errors import (
    BadForm,
    FormChanged,
    NoSuchVersion,
    NothingToPublish,
    UnknownLeaf,
)
from recours.forms.queries import (
    DraftCard,
    FormCard,
    form_draft,
    form_for,
    form_version,
    standings,
    versions,
)
from recours.forms.rules.checking import faults_of
from recours.forms.rules.document import Form, Page, Question, form_of
from recours.forms.rules.taxonomy import Leaf, families, leaf, requests
from recours.people.errors import NotYours
from recours.web.desk.form_words import TYPES, fault_sentence
from recours.web.desk.worklist_views import actor_of, frame
from recours.web.guard.rows import GuardedRequest, allow
from recours.web.questions.asking import fields_of

EDITORS = ("administrator",)
HERE = "formulaires"
OTHER = "AUT"


def language_now() -> str:
    """Return the language of the page."""
    return (get_language() or "fr")[:2]


def known_leaf(code: str) -> Leaf:
    """Return the leaf of an address, or raise `NotYours`."""
    try:
        return leaf(code)
    except UnknownLeaf as unknown:
        raise NotYours(code) from unknown


def in_force(code: str) -> FormCard:
    """Return the form people answer now."""
    return form_for(code, language_now(), datetime.now(tz=UTC))


def worked_on(code: str) -> tuple[Mapping[str, Any], DraftCard | None]:
    """Return the document being edited, or the one in force when nobody edits it."""
    draft = form_draft(code)
    return (draft.document if draft else in_force(code).document), draft


@allow(roles=EDITORS, methods=("GET",))
def forms(request: GuardedRequest) -> HttpResponse:
    """List every form, by family."""
    language, known = language_now(), standings()
    groups = [
        {
            "title": family.title(language),
            "lines": [_line(one, known, language) for one in family.leaves],
        }
        for family in (*families(), requests())
    ]
    groups.append({"title": _("Le reste"), "lines": [_line(leaf(OTHER), known, language)]})
    return render(request, "desk/forms/list.html", {**frame(request, HERE), "groups": groups})


def _line(one: Leaf, known: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {"code": one.code, "title": one.title(language), "standing": known[one.code]}


@allow(roles=EDITORS, methods=("GET",), gate="form")
def form(request: GuardedRequest, leaf: str) -> HttpResponse:
    """Show the questions of a form as they are being edited, page by page."""
    return page_of(request, leaf)


def page_of(
    request: GuardedRequest, code: str, *, error: str = "", status: int = 200
) -> HttpResponse:
    """Return the page of a form."""
    chosen, language = known_leaf(code), language_now()
    document, draft = worked_on(code)
    faults: dict[str, list[Any]] = {}
    for fault in faults_of(document):
        faults.setdefault(fault.where, []).append(fault_sentence(fault.what))
    edited = form_of(document)
    context = {
        **frame(request, HERE),
        "leaf": code,
        "title": chosen.title(language),
        "present": in_force(code),
        "versions": versions(code, language),
        "draft": draft,
        "revision": draft.revision if draft else 0,
        "pages": [_page(page, edited, faults, language) for page in edited.pages],
        "intro": edited.intro_en if language == "en" else edited.intro_fr,
        "wall": edited.wall.title(language) if edited.wall else "",
        "faults": faults,
        "error": error,
    }
    return render(request, "desk/forms/form.html", context, status=status)


def _page(
    page: Page, edited: Form, faults: Mapping[str, list[Any]], language: str
) -> dict[str, Any]:
    return {
        "code": page.code,
        "title": page.title(language),
        "faults": faults.get(page.code, []),
        "questions": [
            {
                "code": one.code,
                "label": one.label(language),
                "type": TYPES[one.type],
                "required": one.required,
                "only_if": _only_if(one, edited, language),
                "faults": faults.get(one.code, []),
            }
            for one in page.questions
        ],
    }


def _only_if(one: Question, edited: Form, language: str) -> str:
    """Say on which answer a question hangs."""
    condition = one.only_if
    if condition is None:
        return ""
    asked = edited.question(condition.question)
    if asked is None:
        return condition.question
    words = {option.code: option.label(language) for option in asked.options}
    words |= {"yes": _("Oui"), "no": _("Non")} if asked.type == "yes-no" else {}
    said = ", ".join(words.get(answer, answer) for answer in condition.answers)
    return f"{asked.label(language)} {said}"


@allow(roles=EDITORS, methods=("GET",), gate="form")
def preview(request: GuardedRequest, leaf: str) -> HttpResponse:
    """Show one page as the customer sees it: being edited, or of a version."""
    chosen, language = known_leaf(leaf), language_now()
    shown = _shown(leaf, request.GET.get("version", ""))
    wanted = request.GET.get("page", "")
    number = next((n for n, page in enumerate(shown.pages) if page.code == wanted), 0)
    page = shown.pages[number] if shown.pages else None
    context = {
        "leaf": leaf,
        "kind": chosen.title(language),
        "title": page.title(language) if page else "",
        "hint": page.hint(language) if page else "",
        "aside": page.aside(language) if page else "",
        "number": number + 1,
        "of": len(shown.pages),
        "before": shown.pages[number - 1].code if number else "",
        "after": shown.pages[number + 1].code if number + 1 < len(shown.pages) else "",
        "version": request.GET.get("version", ""),
        "stores": [],
        "fields": fields_of(page, language, said={}, refused={}, files={}) if page else [],
        "hangs": _hangs(page, shown, language) if page else [],
    }
    return render(request, "desk/forms/preview.html", context)


def _hangs(page: Page, shown: Form, language: str) -> list[str]:
    """Return on which answers the questions of a page hang, each said once."""
    said = (_only_if(one, shown, language) for one in page.questions if one.only_if)
    return list(dict.fromkeys(said))


def _shown(code: str, version: str) -> Form:
    if not version:
        return form_of(worked_on(code)[0])
    try:
        number = int(version) if version.isascii() and version.isdigit() else 0
        return form_version(code, min(number, 10**6), language_now()).form
    except NoSuchVersion as unknown:
        raise NotYours(version) from unknown


@allow(roles=EDITORS, methods=("POST",), gate="form")
def publish(request: GuardedRequest, leaf: str) -> HttpResponse:
    """Let people answer the edited questions from now on."""
    known_leaf(leaf)
    try:
        card = publish_form(
            leaf=leaf,
            revision=revision_in(request),
            actor=actor_of(request),
            at=datetime.now(tz=UTC),
        )
    except BadForm:
        why = _("Le formulaire n’est pas complet : corrigez ce qui est signalé, puis publiez.")
        return page_of(request, leaf, error=why, status=422)
    except NothingToPublish:
        why = _("Rien n’a changé depuis la dernière version.")
        return page_of(request, leaf, error=why, status=422)
    except FormChanged:
        return page_of(request, leaf, error=changed(), status=422)
    messages.success(
        request,
        _("La version %(n)s est publiée : on y répond dès maintenant.") % {"n": card.version},
    )
    return redirect("desk:form", leaf=leaf)


def changed() -> str:
    """Say that somebody else was quicker."""
    return _("Quelqu’un a changé ce formulaire pendant que vous l’aviez sous les yeux. Relisez.")


def revision_in(request: GuardedRequest) -> int:
    """Return the revision the page was drawn from."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0  # noqa: PLR2004


@allow(roles=EDITORS, methods=("POST",), gate="form")
def give_up(request: GuardedRequest, leaf: str) -> HttpResponse:
    """Forget what was edited; the form in force stays."""
    known_leaf(leaf)
    if drop_form_draft(leaf=leaf):
        messages.info(request, _("Vos changements sont abandonnés."))
    return redirect("desk:form", leaf=leaf)
