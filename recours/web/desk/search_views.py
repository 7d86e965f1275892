"""One box: a reference, an e-mail, a card or a receipt opens what it names."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from recours.complaints.queries import Row, found_by
from recours.kernel.references import BadReference, normalise_reference
from recours.people.queries import customer_by_email, customer_cards, members_with_card
from recours.people.rules import Actor
from recours.web.desk.worklist_views import DESK, actor_of, frame
from recours.web.guard.rows import GuardedRequest, allow

LONGEST = 120


@allow(roles=DESK, methods=("GET",))
def search(request: GuardedRequest) -> HttpResponse:
    """Show what the words name, or open it when there is one."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    actor = actor_of(request)
    rows = _found(actor, words) if words else []
    if len(rows) == 1:
        return redirect("desk:case", reference=rows[0].reference)
    customers = customer_cards({row.customer for row in rows})
    language = (get_language() or "fr")[:2]
    context = {
        "query": words,
        **frame(request, ""),
        "lines": [
            {
                "row": row,
                "title": row.kind.title(language),
                "customer": customers.get(row.customer),
            }
            for row in rows
        ],
    }
    return render(request, "desk/search.html", context)


def _found(actor: Actor, words: str) -> list[Row]:
    try:
        return found_by(actor, reference=normalise_reference(words))
    except BadReference:
        pass
    customer = customer_by_email(words) if "@" in words else None
    if customer is not None:
        return found_by(actor, customer=customer.public_id)
    members = members_with_card(words)
    if members:
        return found_by(actor, members=members)
    return found_by(actor, receipt=words)
