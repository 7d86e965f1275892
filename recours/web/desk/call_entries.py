"""The margin's lines for notes and promises."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from recours.complaints.queries import promises_come_due
from recours.people.rules import Actor


def call_entry(here: str) -> dict[str, Any]:
    """Return the line that opens a note."""
    return {
        "href": "/bureau/appel/",
        "label": _("Noter un appel"),
        "icon": "phone",
        "current": here == "appel",
    }


def promises_entry(actor: Actor, here: str, *, counted: bool = True) -> dict[str, Any]:
    """Return the line of the promises, with how many came due."""
    return {
        "href": "/bureau/promesses/",
        "label": _("Promesses"),
        "icon": "hand",
        "count": promises_come_due(actor) if counted else None,
        "current": here == "promesses",
    }
