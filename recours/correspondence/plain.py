"""Values as JSON holds them: days and instants in ISO, tuples as lists."""

from collections.abc import Mapping
from datetime import date
from typing import Any


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same values, fit to be kept and to be fingerprinted."""
    return {name: _json(value) for name, value in values.items()}


def _json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return plain(value)
    return [_json(one) for one in value] if isinstance(value, list | tuple) else value
