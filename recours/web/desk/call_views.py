"""The note taken while somebody is on the telephone, at the counter or in a chat."""

import uuid
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recours.complaints.commands.save_draft import save_draft
from recours.complaints.queries import draft_answers, unfinished_notes
from recours.complaints.rules.likeness import Side
from recours.journeys.note_call import note_call
from recours.journeys.recall_caller import Recalled, recall_caller
from recours.kernel.days import legal_day
from recours.web.desk.call_forms import (
    FIELDS,
    Note,
    caller_key,
    fresh,
    is_empty,
    kinds_offered,
    typed_in,
)
from recours.web.desk.worklist_views import DESK, actor_of, frame
from recours.web.guard.rows import GuardedRequest, allow

HERE = "appel"


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _language() -> str:
    return (get_language() or "fr")[:2]


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


@allow(roles=DESK, methods=("GET", "POST"))
def call(request: GuardedRequest) -> HttpResponse:
    """Take a note; `do` says whether to look for the caller again, or to save."""
    if request.method == "POST":
        return _posted(request)
    actor = actor_of(request)
    key = _key(request.GET.get("note", ""))
    typed = fresh(request.GET.get("canal", ""), _language())
    typed |= {n: t for n, t in draft_answers(key, owner=actor.key).items() if n in FIELDS}
    if "who" in request.GET:
        typed["who"] = request.GET["who"][:120]
    return _page(request, Note(key=key, typed=typed, actor=actor))


def _posted(request: GuardedRequest) -> HttpResponse:
    note = _note(request)
    if request.POST.get("do", "save") != "save":
        _keep(note)
        return _page(request, note)
    if not note.check(legal_day(_now())):
        _keep(note)
        return _page(request, note, status=422)
    noted = note_call(call=note.call(), actor=note.actor, at=_now())
    messages.success(request, _said(note, new=noted.new))
    return redirect("desk:case", reference=noted.reference)


def _said(note: Note, *, new: bool) -> str:
    if not new:
        return _("C’est ajouté au dossier.")
    if note.call().email:
        return _("C’est noté. La personne reçoit la copie datée.")
    return _("C’est noté. Aucun e-mail connu : remettez ou postez la copie datée.")


def _note(request: GuardedRequest) -> Note:
    key = _key(request.POST.get("key", ""))
    return Note(key=key, typed=typed_in(request.POST.dict()), actor=actor_of(request))


def _keep(note: Note) -> None:
    if is_empty(note.typed):
        return
    save_draft(key=note.key, answers=note.typed, owner=note.actor.key, at=_now())


@allow(roles=DESK, methods=("POST",))
def keep(request: GuardedRequest) -> HttpResponse:
    """Keep what is typed so far, as it is typed; the address of the page finds it again."""
    note = _note(request)
    _keep(note)
    answer = HttpResponse()
    answer["HX-Replace-Url"] = f"/bureau/appel/?note={note.key}"
    return answer


@allow(roles=DESK, methods=("POST",))
def who(request: GuardedRequest) -> HttpResponse:
    """Show who may be calling and what they have with us; the rest of the page stays."""
    note = _note(request)
    return render(request, "desk/parts/caller.html", _caller(note))


def _caller(note: Note) -> dict[str, Any]:
    return {
        "note": note,
        "typed": note.typed,
        "callers": [(caller_key(one), one) for one in note.found],
        "chosen": note.caller,
        "chosen_key": caller_key(note.caller) if note.caller else note.typed["caller"],
        "cases": _cases(note),
        "language": _language(),
    }


def _cases(note: Note) -> list[tuple[Recalled, str]]:
    caller = note.caller
    if caller is None:
        return []
    today = legal_day(_now())
    found = recall_caller(
        customer=caller.customer,
        member=caller.member,
        programme=note.programme,
        saying=Side(
            reference="",
            kind=note.typed["kind"],
            channel=note.typed["channel"],
            received_on=today,
            story=note.typed["story"],
            receipt=note.typed["receipt"],
        ),
        actor=note.actor,
        at=_now(),
    )
    return [(one, one.row.kind.title(_language())) for one in found]


def _page(request: GuardedRequest, note: Note, status: int = 200) -> HttpResponse:
    if request.method == "POST" and note.typed["add_to"]:
        _check_added(note)
    others = [one for one in unfinished_notes(note.actor.key) if one.key != str(note.key)]
    context = {
        **frame(request, HERE),
        **_caller(note),
        "key": note.key,
        "errors": note.errors,
        "kinds": kinds_offered(_language()),
        "programmes": [(code, code) for code in note.programmes],
        "unfinished": others,
        "today": legal_day(_now()).isoformat(),
    }
    return render(request, "desk/call.html", context, status=status)


def _check_added(note: Note) -> None:
    """Forget the choice of a case that is not among the caller's."""
    if note.typed["add_to"] not in {one.row.reference for one, _title in _cases(note)}:
        note.typed["add_to"] = ""
