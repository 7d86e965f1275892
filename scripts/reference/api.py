"""Every operation of the API: read from the document it publishes."""

from django.utils.translation import override

from recours.api.guide import Operation, document, operations
from recours.api.urls import api as published
from scripts.reference.tables import table


def api() -> list[str]:
    """Return the operations, whom they admit and what they may answer."""
    lines = ["# Operations of the API", "", "Written from `/api/v1/openapi.json`; how to call them"]
    lines += ["is in [the guide](../api.md).", ""]
    with override("en"):
        rows = [_row(one) for one in operations(document(published))]
    heads = ("operation", "what it does", "scopes", "takes", "answers")
    return [*lines, *table(heads, rows)]


def _row(one: Operation) -> tuple[str, ...]:
    scopes = ", ".join(f"`{scope}`" for scope in one.scopes) or "any token"
    takes = ", ".join(f"`{field.name}`{'' if field.required else '?'}" for field in one.fields)
    answers = ", ".join(code for code, _phrase in one.statuses)
    return f"`{one.method} {one.path}`", one.summary, scopes, takes, answers
