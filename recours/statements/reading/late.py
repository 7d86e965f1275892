"""Facts that came by API and are not sealed yet, in the shape of sealed lines."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from recours.statements.models import LateFact


def late_lines(programme: str, kind: str, condition: Q) -> list[dict[str, Any]]:
    """Return the unsealed lines that meet a condition, as a sealed line would be read."""
    facts = LateFact.objects.filter(
        condition, programme=programme, kind=kind, sealed_batch__isnull=True
    ).order_by("id")
    return [
        thaw(payload) | {"number": 0, "line_no": row}
        for payload, row in facts.values_list("payload", "id")
    ]


def freeze(line: dict[str, Any]) -> dict[str, Any]:
    """Return a typed line as JSON."""
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in line.items()
    }


def thaw(payload: dict[str, Any]) -> dict[str, Any]:
    """Return a typed line from its JSON."""
    line = dict(payload)
    line["occurred_at"] = datetime.fromisoformat(line["occurred_at"])
    line["day"] = date.fromisoformat(line["day"])
    if line.get("expires_on"):
        line["expires_on"] = date.fromisoformat(line["expires_on"])
    return line
