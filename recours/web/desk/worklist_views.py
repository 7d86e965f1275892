"""The worklists: what to do, in the right order, and why."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from recours.complaints.queries import Row, View, counts, worklist
from recours.correspondence.letter_cards import waiting_count
from recours.kernel.days import legal_day
from recours.people.queries import card_of_staff, customer_cards, staff_cards
from recours.people.rules import Actor, CustomerCard, StaffCard
from recours.web.desk.arrivals_nav import arrivals_entry
from recours.web.desk.call_entries import call_entry, promises_entry
from recours.web.guard.rows import GuardedRequest, allow
from recours.web.ui.words import number

DESK = ("agent", "supervisor")
READERS = (*DESK, "dpo")  # the officer: what touches personal data, and nothing else
KEEPERS = ("supervisor", "administrator")
TITLES = {
    View.MINE: _("À traiter"),
    View.TEAM: _("Toute l’équipe"),
    View.TO_DECIDE: _("À décider"),
    View.APPROVALS: _("À approuver"),
    View.UNASSIGNED: _("Non attribuées"),
    View.CLOSED: _("Réglées"),
}
ICONS = {
    View.MINE: "list",
    View.TEAM: "person",
    View.TO_DECIDE: "ledger",
    View.APPROVALS: "check",
    View.UNASSIGNED: "doc",
    View.CLOSED: "seal",
}
SOON = 14


@dataclass(frozen=True, slots=True)
class Line:
    """One complaint of a list, with the names people read."""

    row: Row
    title: str
    customer: CustomerCard | None
    assignee: StaffCard | None
    late: bool


def actor_of(request: GuardedRequest) -> Actor:
    """Return who is at the desk."""
    actor: Actor = request.actor
    return actor


def nav(actor: Actor, here: str, *, counted: bool = True) -> list[dict[str, Any]]:
    """Return the margin of the desk: the lists and, unless it is narrow, how much each holds."""
    held = counts(actor) if counted else {}
    lists = [
        {
            "href": f"/bureau/{view.value}/",
            "label": TITLES[view],
            "icon": ICONS[view],
            "count": held.get(view),
            "current": view.value == here,
        }
        for view in View
    ]
    groups = [
        {"title": _("Mes vues"), "entries": [*lists, promises_entry(actor, here, counted=counted)]}
    ]
    post = {
        "href": "/bureau/courrier/arrivee/",
        "label": _("Courrier arrivé"),
        "icon": "in",
        "count": waiting_count() if counted else None,
        "current": here == "courrier",
    }
    groups.append(
        {
            "title": _("Arrivées"),
            "entries": [call_entry(here), arrivals_entry(here, counted=counted), post],
        }
    )
    if actor.has(*KEEPERS):
        groups.append({"title": _("Maison"), "entries": _house(here)})
    if actor.has("administrator"):
        forms = {
            "href": "/bureau/formulaires/",
            "label": _("Formulaires"),
            "icon": "form",
            "current": here == "formulaires",
        }
        connections = {
            "href": "/bureau/connexions/",
            "label": _("Connexions"),
            "icon": "link",
            "current": here == "connexions",
        }
        groups.append({"title": _("Réglages"), "entries": [forms, connections]})
    return groups


def _house(here: str) -> list[dict[str, Any]]:
    pages = (
        ("modeles", "modeles", _("Modèles"), "form"),
        ("courrier/depart", "courrier-depart", _("Courrier au départ"), "out"),
        ("suivi-technique", "suivi-technique", _("Ce qui n’est pas parti"), "warn"),
    )
    return [
        {"href": f"/bureau/{path}/", "label": label, "icon": icon, "current": here == key}
        for path, key, label, icon in pages
    ]


def frame(request: GuardedRequest, here: str, *, counted: bool = True) -> dict[str, Any]:
    """Return what surrounds every page of the desk: the lists, and who is at the desk."""
    return {"desk_nav": nav(actor_of(request), here, counted=counted), "staff": _me(request)}


def _me(request: GuardedRequest) -> dict[str, str]:
    card = card_of_staff(request.user)
    language = (get_language() or "fr")[:2]
    allowed = ngettext(
        "décide jusqu’à %(n)s point", "décide jusqu’à %(n)s points", card.points_limit
    )
    return {
        "name": card.name,
        "title": (card.title_en if language == "en" else card.title) or card.title,
        "limit": allowed % {"n": number(card.points_limit, language)} if card.points_limit else "",
    }


@allow(roles=READERS, methods=("GET",))
def home(request: GuardedRequest) -> HttpResponse:
    """Open the list a person starts the day with."""
    actor = actor_of(request)
    first = View.MINE if actor.has(*DESK) else View.TEAM
    first = View.APPROVALS if actor.has("supervisor") else first
    return redirect("desk:worklist", view=first.value)


@allow(roles=READERS, methods=("GET",))
def show(request: GuardedRequest, view: str) -> HttpResponse:
    """Show one page of a list."""
    if view not in set(View):
        raise Http404
    actor, chosen = actor_of(request), View(view)
    page = worklist(actor=actor, view=chosen, after=request.GET.get("suite", ""))
    today = legal_day(datetime.now(tz=UTC))
    context = {
        "title": TITLES[chosen],
        "view": chosen.value,
        "groups": _groups(page.rows, today, chosen),
        "shown": len(page.rows),
        "after": page.after,
        **frame(request, chosen.value),
        "today": today,
    }
    return render(request, "desk/worklist.html", context)


def _groups(rows: tuple[Row, ...], today: date, view: View) -> list[dict[str, Any]]:
    language = (get_language() or "fr")[:2]
    customers = customer_cards({row.customer for row in rows})
    staff = staff_cards({row.assignee for row in rows if row.assignee})
    lines = [
        Line(
            row=row,
            title=row.kind.title(language),
            customer=customers.get(row.customer),
            assignee=staff.get(row.assignee),
            late=row.next_due < today,
        )
        for row in rows
    ]
    if view is View.CLOSED:
        return [{"title": _("Réglées"), "lines": lines}] if lines else []
    bounds = (
        (_("Avant ce soir"), date.min, today),
        (_("Dans les deux semaines"), today + timedelta(days=1), today + timedelta(days=SOON)),
        (_("Plus tard"), today + timedelta(days=SOON + 1), date.max),
    )
    groups = [
        {"title": title, "lines": [x for x in lines if first <= x.row.next_due <= last]}
        for title, first, last in bounds
    ]
    return [group for group in groups if group["lines"]]
