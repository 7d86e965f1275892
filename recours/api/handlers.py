"""Every refusal leaves as a Problem, and every status is announced in the document."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from recours.api.fields import sentence_of
from recours.api.problems import BY_STATUS, Refused
from recours.people.errors import NotYours, TooManyAttempts

logger = logging.getLogger("recours.api")
RETRY_AFTER = "5"
KEY = "Idempotency-Key"


def _refused(_request: HttpRequest, refused: Refused) -> HttpResponse:
    return refused.response()


def _not_yours(_request: HttpRequest, _refused: Exception) -> HttpResponse:
    return Refused("not_found").response()


def _too_many(_request: HttpRequest, refused: TooManyAttempts) -> HttpResponse:
    seconds = refused.retry_after
    headers = {"Retry-After": str(seconds)}
    return Refused("too_many_requests", seconds=seconds, headers=headers).response()


def _too_big(_request: HttpRequest, _refused: Exception) -> HttpResponse:
    return Refused("too_large", most=_("1 Mo")).response()


def _unreadable(_request: HttpRequest, _refused: Exception) -> HttpResponse:
    return Refused("bad_request").response()


def _unavailable(_request: HttpRequest, failed: Exception) -> HttpResponse:
    logger.error("the database does not answer: %s", failed)
    return Refused("unavailable", headers={"Retry-After": RETRY_AFTER}).response()


def _failed(request: HttpRequest, failed: Exception) -> HttpResponse:
    logger.error("%s %s failed", request.method, request.path, exc_info=failed)
    return Refused("server_error").response()


def _library(_request: HttpRequest, refused: HttpError) -> HttpResponse:
    """Give the library's own refusals our form; our parser's reason is behind its own."""
    if isinstance(refused.__cause__, Refused):
        return refused.__cause__.response()
    return Refused(BY_STATUS.get(refused.status_code, "bad_request")).response()


def _invalid(_request: HttpRequest, refused: ValidationError) -> HttpResponse:
    """Say which fields do not fit: 400 for the address and headers, 422 for the body."""
    outside = [error for error in refused.errors if error["loc"][0] in {"query", "header"}]
    for error in outside:
        if KEY in error["loc"]:
            missing = error["type"] == "missing"
            return Refused(f"idempotency_key_{'missing' if missing else 'invalid'}").response()
    if outside:
        return Refused("parameter_invalid", fields=map(_field, outside)).response()
    return Refused("invalid", fields=map(_field, refused.errors)).response()


def _field(error: dict[str, Any]) -> tuple[str, object]:
    source, *path = error["loc"]
    if source == "body":
        path = path[1:]  # the name our own function gives the body
    name = ".".join(str(part)[:40] for part in path[:6])
    return name, sentence_of(error["type"])


HANDLERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Refused: _refused,
    NotYours: _not_yours,
    Http404: _not_yours,
    TooManyAttempts: _too_many,
    RequestDataTooBig: _too_big,
    SuspiciousOperation: _unreadable,
    MultiPartParserError: _unreadable,
    UnreadablePostError: _unreadable,
    ValidationError: _invalid,
    HttpError: _library,
    OperationalError: _unavailable,
    Exception: _failed,
}


def answer_every_refusal(api: NinjaAPI) -> None:
    """Give each exception its answer."""
    for exception, answer in HANDLERS.items():
        api.add_exception_handler(exception, answer)
