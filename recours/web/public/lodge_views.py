"""Lodge a complaint: what it is about, its questions, who you are; kept at each page, sent once."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from recours.complaints.queries import complaint_by_key, complaint_held, draft_answers
from recours.complaints.rules.kinds import KINDS
from recours.forms.rules.answers import missing
from recours.forms.rules.document import Page
from recours.journeys.lodge_complaint import lodge_complaint
from recours.kernel.days import legal_day
from recours.people.queries import staff_card
from recours.web.casefile.words import readable
from recours.web.guard.rows import GuardedRequest, allow
from recours.web.public import lodge_pages
from recours.web.public.lodge_draft import (
    AGAIN,
    FILES,
    LONGEST,
    asked_again,
    files_of,
    keep_answers,
    take_files,
    without_file,
)
from recours.web.public.lodge_filing import Filing, filing_of, lodging_of, trusted_card
from recours.web.public.lodge_forms import ContactForm
from recours.web.public.lodge_steps import (
    CONTACT,
    FRAME,
    PROGRAMME,
    WHAT,
    WHICH,
    choice_of,
)
from recours.web.public.own_lines import own_line
from recours.web.questions.asking import read_page

TAKE_AWAY = "retirer "
PHOTO = "photo"


@allow(roles=("public", "customer"), methods=("GET",))
def start(request: GuardedRequest) -> HttpResponse:
    """Open the form: on a line of the account, on a leaf that a page names, or at its start."""
    key = uuid.uuid4()
    kind = request.GET.get("type", "")[:40]
    disputed = own_line(
        request.actor,
        purchase=request.GET.get("achat", "")[:120],
        movement=request.GET.get("mouvement", "")[:120],
        kind=kind,
    )
    if disputed is not None:
        filing = filing_of(keep_answers(key, disputed.answers))
        return redirect("public:lodge", key=key, step=filing.way.steps[1])
    if kind in KINDS:
        filing = filing_of(keep_answers(key, {"kind": kind, "family": ""}))
        return redirect("public:lodge", key=key, step=filing.way.steps[1])
    return redirect("public:lodge", key=key, step=WHAT)


@allow(roles=("public", "customer"), methods=("GET", "POST"))
def lodge(request: GuardedRequest, key: uuid.UUID, step: str) -> HttpResponse:
    """Show one page, or keep its answers and go on to the next."""
    sending = step == CONTACT and request.method == "POST"  # lodging knows its key by itself
    if not sending and complaint_by_key(str(key)):
        return redirect("public:lodged", key=key)
    filing = filing_of(draft_answers(key))
    if step not in filing.way.steps:
        return _elsewhere(key, step, filing)
    if request.method != "POST":
        return lodge_pages.show(request, key, step, filing)
    page = filing.way.page(step)
    if page is not None:
        return _take_page(request, key, page, filing)
    if step == CONTACT:
        return _take_contact(request, key)
    return _take_choice(request, key, step, filing)


def _elsewhere(key: uuid.UUID, step: str, filing: Filing) -> HttpResponse:
    """Lead back to the way from a page that is not on it any more; an unknown one is nowhere."""
    if step not in FRAME and not filing.has_page(step):
        raise Http404
    return redirect("public:lodge", key=key, step=filing.way.steps[-1 if filing.way.whole else 0])


def _again(
    key: uuid.UUID, step: str, typed: Mapping[str, str], refused: Mapping[str, str], **also: Any
) -> HttpResponse:
    """Keep what was typed, and say what to mend on a page that Back and refresh can show."""
    kept = {name: readable(text)[:LONGEST] for name, text in typed.items()}
    keep_answers(key, {**also, AGAIN: {"step": step, "typed": kept, "refused": dict(refused)}})
    return redirect("public:lodge", key=key, step=step)


def _take_choice(
    request: GuardedRequest, key: uuid.UUID, step: str, filing: Filing
) -> HttpResponse:
    """Take what the complaint is about, or which programme; a wall only needs to be passed."""
    said: dict[str, Any] | None = {}
    typed = {}
    if step in {WHAT, WHICH}:
        typed = {"kind": request.POST.get("kind", "")[:40]}
        said = choice_of(typed["kind"], filing.answers, step)
    elif step == PROGRAMME:
        typed = {"programme": request.POST.get("programme", "")[:40]}
        said = typed if typed["programme"] in filing.programmes else None
    if said is None:
        name = next(iter(typed))
        return _again(key, step, typed, {name: "choice" if typed[name] else "none"})
    kept = keep_answers(key, {**said, AGAIN: {}})
    if step in {WHAT, WHICH} and "kind" in said and not said["kind"]:
        return redirect("public:lodge", key=key, step=WHICH)
    return _go_on(request, key, step, filing_of(kept))


def _take_page(request: GuardedRequest, key: uuid.UUID, page: Page, filing: Filing) -> HttpResponse:
    """Take the answers of a page, and the files that came with them."""
    typed_before, refused_before = asked_again(filing.answers, page.code)
    read = read_page(
        page,
        request.POST.dict(),
        today=legal_day(datetime.now(tz=UTC)),
        trusted=lambda number: trusted_card(
            request, number, filing, typed_before if refused_before else {}
        ),
    )
    files, refused_files = take_files(key, page, request.FILES, filing.answers)
    do = request.POST.get("do", "")
    if do.startswith(TAKE_AWAY):
        kept = {FILES: without_file({FILES: files}, do.removeprefix(TAKE_AWAY)), "attachment": ""}
        keep_answers(key, {**read.kept, **kept, AGAIN: {}})
        return redirect("public:lodge", key=key, step=page.code)
    also = {FILES: files, "attachment": ""}
    if do == PHOTO:  # what is typed stays; the fields left empty take what was read
        return _again(key, page.code, {k: v for k, v in read.typed.items() if v}, {}, **also)
    refused = {**read.refused, **refused_files}
    if refused:
        return _again(key, page.code, read.typed, refused, **also)
    return _go_on(
        request, key, page.code, filing_of(keep_answers(key, {**read.kept, **also, AGAIN: {}}))
    )


def _take_contact(request: GuardedRequest, key: uuid.UUID) -> HttpResponse:
    """Take who the person is, and send: last page, complaint and session in one commit."""
    form = ContactForm(request.POST)
    if not form.is_valid():
        typed = {name: request.POST.get(name, "") for name in form.fields}
        return _again(key, CONTACT, typed, dict.fromkeys(form.errors, "form"))
    said = {**form.cleaned_data, AGAIN: {}}
    try:
        with transaction.atomic():
            return _go_on(request, key, CONTACT, filing_of(keep_answers(key, said)))
    except Exception:
        keep_answers(key, said)  # nothing typed is lost, even when we fail
        raise


def _go_on(request: GuardedRequest, key: uuid.UUID, step: str, filing: Filing) -> HttpResponse:
    way = filing.way
    if step != CONTACT:
        following = way.after(step) if step in way.steps else ""
        return redirect("public:lodge", key=key, step=following or way.steps[-1])
    lacking = _lacking(filing)
    if lacking:
        messages.info(request, _("Il manque une réponse à cette question."))
        return redirect("public:lodge", key=key, step=lacking)
    lodged = lodge_complaint(lodging=lodging_of(request, key, filing), at=datetime.now(tz=UTC))
    remember(request, lodged.reference)
    return redirect("public:lodged", key=key)


def _lacking(filing: Filing) -> str:
    """Return the first page that lacks what is needed to answer, empty when none does."""
    answers = filing.answers
    if not filing.leaf:
        return WHICH if answers.get("family") else WHAT
    if PROGRAMME in filing.way.steps and not answers.get("programme"):
        return PROGRAMME
    told = {**answers, **{code: "file" for code, held in files_of(answers).items() if held}}
    page = next((one for one in filing.way.pages if missing(one.questions, told)), None)
    if page is not None:
        return page.code
    return "" if answers.get("name") and answers.get("email") else CONTACT


def remember(request: GuardedRequest, reference: str) -> None:
    """Let this browser follow the complaint without its code."""
    followed = request.session.get("followed", [])
    request.session["followed"] = [*followed[-19:], reference]
    request.session.save()


@allow(roles=("public", "customer"), methods=("GET",))
def lodged(request: GuardedRequest, key: uuid.UUID) -> HttpResponse:
    """Show what the complaint became: its reference, who answers, by when."""
    known = complaint_by_key(str(key))
    if known is None:
        return HttpResponseRedirect(reverse("public:lodge", kwargs={"key": key, "step": WHAT}))
    card = complaint_held(known.reference, known.follow_code)
    answers = draft_answers(key)
    person = staff_card(card.assignee) if card.assignee else None
    answer, last = card.answer, card.clock("B-ADM-4")
    context = {
        "case": card,
        "computed": card.kind.computed,
        "request_made": card.kind.request,
        "person": person,
        "email": answers.get("email", ""),
        "with_files": any(files_of(answers).values()),
        "answer": answer,
        "mediator_until": last.customer_due if last else None,
        "site": settings.SITE_URL,
    }
    return render(request, "public/lodge/fait.html", context)
