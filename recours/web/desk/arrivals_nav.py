"""The place of arrivals in the margin of the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from recours.mailroom.queries import FOR_A_PERSON, counts

HERE = "arrivees"


def arrivals_entry(here: str, *, counted: bool = True) -> dict[str, Any]:
    """Return the entry of what waits for a person, and how much does."""
    held = counts() if counted else None
    return {
        "href": "/bureau/arrivees/",
        "label": _("Messages à ranger"),
        "icon": "in",
        "count": sum(held[name] for name in FOR_A_PERSON) if held else None,
        "current": here == HERE,
    }
