"""What the API says of itself: the OpenAPI document, and a page that reads it without a script."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.responses import Response

from recours.forms.queries import FormCard, forms_in_force
from recours.forms.rules.taxonomy import OTHER, families, leaf, requests

ROOT = "/api/v1/"


@dataclass(frozen=True, slots=True)
class Field:
    """One value an operation takes: where it goes, what it is."""

    name: str
    place: str
    kind: str
    required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, as the page shows it."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    scopes: tuple[str, ...]
    media_type: str
    fields: tuple[Field, ...]
    statuses: tuple[tuple[str, str], ...]


def document(api: NinjaAPI) -> dict[str, Any]:
    """Return the OpenAPI document, its summaries in the language of the request."""
    return dict(api.get_openapi_schema(path_prefix=ROOT))


def add_guide(api: NinjaAPI) -> None:
    """Publish the document and its page, open to anybody."""

    @api.get("openapi.json", include_in_schema=False, url_name="document")
    def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # named so by the library
        return Response(document(api))

    @api.get("", include_in_schema=False, url_name="guide")
    def guide(request: HttpRequest) -> HttpResponse:
        page = {
            "operations": list(operations(document(api))),
            "site": settings.SITE_URL,
            "families": list(families_asked((get_language() or "fr")[:2])),
        }
        return render(request, "api/guide.html", page)


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of complaint on the page, with what it asks."""

    code: str
    title: str
    version: int
    questions: tuple[tuple[str, str, str], ...]


def families_asked(language: str) -> Iterator[tuple[str, list[Asked]]]:
    """Yield each family with its kinds and their questions: code, type, words."""
    forms = {one.leaf: one for one in forms_in_force(language, datetime.now(tz=UTC))}
    for family in (*families(), requests()):
        yield family.title(language), [_asked(forms[one.code]) for one in family.leaves]
    yield leaf(OTHER).title(language), [_asked(forms[OTHER])]


def _asked(form: FormCard) -> Asked:
    questions = tuple(
        (one.code, one.type, one.label(form.language))
        for one in form.questions
        if one.type != "file"
    )
    return Asked(form.leaf, form.title, form.version, questions)


def operations(said: dict[str, Any]) -> Iterator[Operation]:
    """Yield the operations of a document, in its order."""
    for path, methods in said["paths"].items():
        for method, one in methods.items():
            yield _operation(method.upper(), path, one, said["components"]["schemas"])


def _operation(method: str, path: str, one: dict[str, Any], schemas: dict[str, Any]) -> Operation:
    content = one.get("requestBody", {}).get("content", {})
    media_type = next(iter(content), "")
    schema = content[media_type]["schema"] if media_type else {}
    return Operation(
        name=one["operationId"],
        method=method,
        path=path,
        summary=str(one["summary"]),  # now, in the language of whoever reads
        description=str(one.get("description", "")),
        scopes=tuple(one["x-scopes"]),
        media_type=media_type,
        fields=(*_parameters(one["parameters"]), *_body(schema, schemas)),
        statuses=tuple((code, HTTPStatus(int(code)).phrase) for code in map(str, one["responses"])),
    )


def _parameters(said: list[dict[str, Any]]) -> Iterator[Field]:
    for one in said:
        yield Field(one["name"], one["in"], _kind(one["schema"]), one["required"])


def _body(schema: dict[str, Any], schemas: dict[str, Any], before: str = "") -> Iterator[Field]:
    found = _resolved(schema, schemas)
    for name, value in found.get("properties", {}).items():
        kind = _kind(value)
        yield Field(before + name, "body", kind, name in found.get("required", ()))
        if "items" in value:
            yield from _body(value["items"], schemas, f"{before}{name}[].")


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref", "")
    return schemas[reference.rsplit("/", 1)[1]] if reference else schema


def _kind(schema: dict[str, Any]) -> str:
    """Return a type as people write it: `integer`, `date`, `fr | en`."""
    if "anyOf" in schema:
        return " | ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(schema["enum"])
    return str(schema.get("format") or schema.get("type") or "object")
