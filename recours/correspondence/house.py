"""Who writes: the operator, as the settings name it."""

from typing import Any

from django.conf import settings


def operator() -> dict[str, Any]:
    """Return the name, addresses and telephone of the house, and its mediator."""
    found: dict[str, Any] = settings.OPERATOR
    return found
