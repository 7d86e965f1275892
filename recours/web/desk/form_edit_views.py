"""One change at a time to a form: a question, a page, its order, what stands at its top."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from recours.forms.commands.save_form_draft import save_form_draft
from recours.forms.errors import FormChanged, NoSuchQuestion
from recours.forms.rules.checking import faults_of
from recours.forms.rules.document import EVIDENCE
from recours.forms.rules.editing import (
    DOWN,
    UP,
    copied,
    move_question,
    new_code,
    new_page_code,
    page_number,
    place_of,
    put_page,
    put_question,
    question_in,
    remove_question,
)
from recours.forms.rules.taxonomy import in_language
from recours.people.errors import NotYours
from recours.web.casefile.words import readable
from recours.web.desk.form_reading import (
    WALL_TEXTS,
    blank_question,
    choices_before,
    read_head,
    read_question,
    rows_of,
)
from recours.web.desk.form_views import (
    EDITORS,
    HERE,
    changed,
    known_leaf,
    language_now,
    page_of,
    revision_in,
    worked_on,
)
from recours.web.desk.form_words import TYPES, fault_sentence
from recours.web.desk.worklist_views import actor_of, frame
from recours.web.guard.rows import GuardedRequest, allow

PAGE_TEXTS = ("fr", "en", "hint_fr", "hint_en", "aside_fr", "aside_en")


def _save(request: GuardedRequest, code: str, document: Mapping[str, Any]) -> HttpResponse:
    """Keep a change, unless somebody else made one meanwhile."""
    try:
        save_form_draft(
            leaf=code,
            document=document,
            revision=revision_in(request),
            actor=actor_of(request),
            at=datetime.now(tz=UTC),
        )
    except FormChanged:
        return page_of(request, code, error=changed(), status=422)
    return redirect("desk:form", leaf=code)


@allow(roles=EDITORS, methods=("POST",), gate="form")
def arrange(request: GuardedRequest, leaf: str) -> HttpResponse:
    """Move a question up or down, or take it away."""
    known_leaf(leaf)
    document, _draft = worked_on(leaf)
    code, do = request.POST.get("question", ""), request.POST.get("do", "")
    try:
        if do == "remove":
            return _save(request, leaf, remove_question(document, code))
        return _save(request, leaf, move_question(document, code, UP if do == UP else DOWN))
    except NoSuchQuestion:
        messages.info(request, _("Cette question n’est plus dans le formulaire."))
        return redirect("desk:form", leaf=leaf)


@allow(roles=EDITORS, methods=("GET", "POST"), gate="form")
def new_question(request: GuardedRequest, leaf: str, page: str) -> HttpResponse:
    """Write a question at the end of a page."""
    known_leaf(leaf)
    document, _draft = worked_on(leaf)
    _known_page(document, page)
    return _question(request, leaf, document, blank_question(), page)


@allow(roles=EDITORS, methods=("GET", "POST"), gate="form")
def question(request: GuardedRequest, leaf: str, code: str) -> HttpResponse:
    """Change a question: its words, what may be answered, when it is asked."""
    known_leaf(leaf)
    document, _draft = worked_on(leaf)
    try:
        number, _place = place_of(document, code)
        present = question_in(document, code)
    except NoSuchQuestion as unknown:
        raise NotYours(code) from unknown
    return _question(request, leaf, document, present, document["pages"][number]["code"])


def _question(
    request: GuardedRequest,
    code: str,
    document: Mapping[str, Any],
    present: dict[str, Any],
    page: str,
) -> HttpResponse:
    if request.method != "POST":
        return _question_page(request, code, document, present, page, [])
    said = read_question(request.POST, present)
    known = {one["code"] for one in document["pages"]}
    wanted = request.POST.get("page", page)
    wanted = wanted if wanted in known else page
    if not present["code"]:
        said["code"] = new_code(document, said["fr"])
    edited = put_question(document, page=wanted, record=said)
    wrong = [fault for fault in faults_of(edited) if fault.where == said["code"]]
    if wrong:
        said["code"] = present["code"]
        sentences = list(dict.fromkeys(str(fault_sentence(one.what)) for one in wrong))
        return _question_page(request, code, document, said, wanted, sentences)
    return _save(request, code, edited)


def _question_page(
    request: GuardedRequest,
    code: str,
    document: Mapping[str, Any],
    shown: Mapping[str, Any],
    page: str,
    errors: list[str],
) -> HttpResponse:
    language = language_now()
    _document, draft = worked_on(code)
    context = {
        **frame(request, HERE),
        "leaf": code,
        "kind": known_leaf(code).title(language),
        "question": shown,
        "page": page,
        "pages": [
            (one["code"], in_language(language, one["fr"], one["en"])) for one in document["pages"]
        ],
        "types": list(TYPES.items()),
        "evidence": [(name, in_language(language, *said)) for name, said in EVIDENCE.items()],
        "rows": rows_of(shown),
        "conditions": choices_before(document, page, shown, language),
        "revision": draft.revision if draft else 0,
        "errors": errors,
    }
    return render(request, "desk/forms/question.html", context, status=422 if errors else 200)


def _known_page(document: Mapping[str, Any], page: str) -> dict[str, Any]:
    try:
        return dict(document["pages"][page_number(document, page)])
    except NoSuchQuestion as unknown:
        raise NotYours(page) from unknown


@allow(roles=EDITORS, methods=("GET", "POST"), gate="form")
def new_page(request: GuardedRequest, leaf: str) -> HttpResponse:
    """Write a page, with its first question to come."""
    known_leaf(leaf)
    blank = {"code": "", **dict.fromkeys(PAGE_TEXTS, ""), "questions": []}
    return _page(request, leaf, blank)


@allow(roles=EDITORS, methods=("GET", "POST"), gate="form")
def page(request: GuardedRequest, leaf: str, page: str) -> HttpResponse:
    """Change the words of a page."""
    known_leaf(leaf)
    return _page(request, leaf, _known_page(worked_on(leaf)[0], page))


def _page(request: GuardedRequest, code: str, present: dict[str, Any]) -> HttpResponse:
    document, draft = worked_on(code)
    errors: list[str] = []
    shown = present
    if request.method == "POST":
        texts = {name: readable(request.POST.get(name, "")).strip() for name in PAGE_TEXTS}
        shown = {**present, **texts}
        name = present["code"] or new_page_code(document, texts["fr"])
        edited = put_page(document, {**shown, "code": name})
        wrong = [f for f in faults_of(edited) if f.where == name and f.what != "no-question"]
        if not wrong:
            return _save(request, code, edited)
        errors = list(dict.fromkeys(str(fault_sentence(one.what)) for one in wrong))
    context = {
        **frame(request, HERE),
        "leaf": code,
        "kind": known_leaf(code).title(language_now()),
        "page": shown,
        "revision": draft.revision if draft else 0,
        "errors": errors,
    }
    return render(request, "desk/forms/page.html", context, status=422 if errors else 200)


@allow(roles=EDITORS, methods=("GET", "POST"), gate="form")
def head(request: GuardedRequest, leaf: str) -> HttpResponse:
    """Change what is read first: the introduction, what to have at hand, the wall."""
    chosen = known_leaf(leaf)
    document, draft = worked_on(leaf)
    edited, errors = copied(document), []
    if request.method == "POST":
        edited = read_head(request.POST, edited)
        wrong = [fault for fault in faults_of(edited) if fault.where in {"form", "wall"}]
        if not wrong:
            return _save(request, leaf, edited)
        errors = list(dict.fromkeys(str(fault_sentence(one.what)) for one in wrong))
    context = {
        **frame(request, HERE),
        "leaf": leaf,
        "kind": chosen.title(language_now()),
        "form": edited,
        "at_hand": "\n".join(f"{one['fr']} | {one['en']}" for one in edited["at_hand"]),
        "wall": edited["wall"] or dict.fromkeys(WALL_TEXTS, ""),
        "revision": draft.revision if draft else 0,
        "errors": errors,
    }
    return render(request, "desk/forms/head.html", context, status=422 if errors else 200)
