"""One box: a number opens what it names, words find what was said, whoever said it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from recours.complaints.queries import Row, found_by
from recours.journeys.search_complaints import Line, Results, search_complaints
from recours.kernel.days import legal_day
from recours.kernel.references import BadReference, normalise_reference
from recours.people.queries import customer_by_email, members_with_card
from recours.people.rules import Actor
from recours.search.queries import line
from recours.search.rules.questions import LONGEST
from recours.web.desk.search_filters import Asked, BadAddress, chips, choices, read
from recours.web.desk.worklist_views import DESK, actor_of, frame
from recours.web.guard.rows import GuardedRequest, allow

SLOW = timedelta(minutes=2)  # the index is a second behind; more is worth saying
WHERE = {
    "identity": _("Client"),
    "subject": _("Motif"),
    "story": _("Récit du client"),
    "wish": _("Ce que le client demande"),
    "answers": _("Réponses au formulaire"),
    "message": _("Message du client"),
    "answer": _("Message au client"),
    "note": _("Note interne"),
    "attachment": _("Pièce"),
    "recognised": _("Texte lu sur une pièce"),
    "reason": _("Motif de la décision"),
}


@allow(roles=DESK, methods=("GET",))
def search(request: GuardedRequest) -> HttpResponse:
    """Open what a number names; otherwise show what answers, and why."""
    try:
        asked = read(request.GET)
    except BadAddress:
        kept = Asked(q=request.GET.get("q", "").replace("\x00", " ").strip()[:LONGEST])
        return _page(request, kept, None, status=400)
    actor = actor_of(request)
    if not asked.is_narrowed and (reference := _named_by(actor, asked.q)):
        return redirect("desk:case", reference=reference)
    results = search_complaints(
        actor=actor, words=asked.q, narrowed=asked.narrowed(actor), page=asked.number()
    )
    if not asked.is_narrowed and (reference := _only_one(actor, asked.q, results)):
        return redirect("desk:case", reference=reference)
    return _page(request, asked, results)


def _named_by(actor: Actor, words: str) -> str:
    """Return the reference that was typed, when it is one this person sees."""
    try:
        rows = found_by(actor, reference=normalise_reference(words))
    except BadReference:
        return ""
    return rows[0].reference if rows else ""


def _only_one(actor: Actor, words: str, results: Results) -> str:
    """Return the only complaint of a number or an address, in the index or too new for it."""
    if not results.question.names_one:
        return ""
    if results.total == 1 and not results.capped and results.lines:
        return results.lines[0].row.reference
    rows = _by_identity(actor, words) if results.total == 0 else []
    return rows[0].reference if len(rows) == 1 else ""


def _by_identity(actor: Actor, words: str) -> list[Row]:
    customer = customer_by_email(words) if "@" in words else None
    if customer is not None:
        return found_by(actor, customer=customer.public_id)
    members = members_with_card(words)
    return found_by(actor, members=members) if members else []


def _page(
    request: GuardedRequest, asked: Asked, results: Results | None, status: int = 200
) -> HttpResponse:
    actor, now = actor_of(request), datetime.now(tz=UTC)
    language = (get_language() or "fr")[:2]
    behind = line()
    late = behind.since is not None and now - behind.since > SLOW
    context = {
        "query": asked.q,
        "asked": asked,
        "refused": status != 200,  # noqa: PLR2004
        "chips": list(chips(asked, actor, legal_day(now))),
        "choices": choices(actor),
        "plain_address": asked.address(**dict.fromkeys(_filters(), "")),
        "results": results,
        "lines": [_line(one, language) for one in results.lines] if results else [],
        "customers": _customers(asked, results),
        "behind": behind.waiting if late else 0,
        "client_name": _client_name(asked, results),
        **_pages(asked, results),
        **frame(request, ""),
    }
    return render(request, "desk/search.html", context, status=status)


def _filters() -> list[str]:
    return [name for name in Asked.__dataclass_fields__ if name not in {"q", "page"}]


def _line(found: Line, language: str) -> dict[str, Any]:
    extract = found.extract
    return {
        "row": found.row,
        "title": found.row.kind.title(language),
        "customer": found.customer,
        "extract": extract,
        "where": WHERE.get(extract.kind, "") if extract else "",
    }


def _customers(asked: Asked, results: Results | None) -> list[dict[str, Any]]:
    if results is None or asked.client:
        return []
    return [
        {
            "card": card,
            "number": number,
            "href": Asked(client=card.public_id).address(),
        }
        for card, number in results.customers
    ]


def _client_name(asked: Asked, results: Results | None) -> str:
    """Return the name of the customer the search is narrowed to, once one of theirs is shown."""
    if not (asked.client and results and results.lines):
        return ""
    card = results.lines[0].customer
    return card.name if card else ""


def _pages(asked: Asked, results: Results | None) -> dict[str, str]:
    number = asked.number()
    before = asked.address() + (f"&page={number - 1}" if number > 2 else "")  # noqa: PLR2004
    more = results is not None and number < results.pages
    return {
        "before": before if number > 1 else "",
        "after": f"{asked.address()}&page={number + 1}" if more else "",
    }
