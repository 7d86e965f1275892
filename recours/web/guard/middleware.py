"""Refuses by default: a page without a row does not exist."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from recours.people.errors import NotYours, TooManyAttempts
from recours.people.rules import Actor
from recours.web.guard import failures, kept, limits, sessions
from recours.web.guard.actors import actor_of
from recours.web.guard.rows import READS, Access, GuardedRequest
from recours.web.guard.third_party import row_of

logger = logging.getLogger("recours.guard")

HEADERS = {
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
        "publickey-credentials-create=(self), publickey-credentials-get=(self)"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
}
SIGNED_IN = {"staff", "customer"}
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
LIMITED = {  # pages of others that let in: tries are counted here
    "account_login",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}


def has_second_factor(user_id: object) -> bool:
    """Say whether this member of staff has set up an application or a passkey."""
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=STRONG).exists())


class GuardMiddleware:
    """Reads the row of each page, knows who acts, lets in or answers instead of the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, knowing who asks."""
        guarded = cast("GuardedRequest", request)
        guarded.access = None
        read: list[Actor] = []

        def actor() -> Actor:
            read.append(actor_of(request))
            return read[0]

        guarded.actor = cast("Actor", SimpleLazyObject(actor))
        response = self.get_response(request)
        self._leave(guarded, response, known=bool(read) and read[0].kind in SIGNED_IN)
        return response

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponseBase],
        _args: tuple[Any, ...],
        _kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Let in, or return what is answered instead."""
        guarded = cast("GuardedRequest", request)
        row = row_of(request.resolver_match)
        guarded.access = row
        if row is None:
            logger.error("no row for the page %s", request.resolver_match)
            raise Http404
        if row.api:
            return None
        refused = self._admit(guarded, row)
        return self._slow_down(guarded) if refused is None else refused

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Turn the refusals that any page may meet into their pages."""
        if isinstance(exception, NotYours):
            actor, match = cast("GuardedRequest", request).actor, request.resolver_match
            page = match.view_name if match else ""
            logger.warning("refused: %s to %s:%s", page, actor.kind, actor.key)
            return failures.not_found(request)
        if isinstance(exception, TooManyAttempts):
            return failures.refuse_hurry(request, exception)
        return None

    def _admit(self, request: GuardedRequest, row: Access) -> HttpResponse | None:
        """Return what is answered instead of the page, or nothing."""
        stranger = not row.is_public and request.actor.kind == "anonymous"
        if not stranger and not row.admits(request.actor):
            raise Http404
        if request.method not in row.methods:
            return failures.refuse_method(row)
        if stranger and request.method in READS:
            return failures.ask_to_sign_in(request, row)
        if stranger:
            return failures.refuse_form(request, row)
        if row.factor and not row.is_public and not self._is_strong(request):
            return HttpResponseRedirect(reverse("mfa_index"))
        return None

    def _is_strong(self, request: GuardedRequest) -> bool:
        """Say whether staff came with what staff must have; customers need nothing more."""
        if request.actor.kind != "staff" or settings.DEMO:
            return True
        return has_second_factor(request.actor.key)

    def _slow_down(self, request: GuardedRequest) -> HttpResponse | None:
        """Count the tries on pages that let in."""
        match = request.resolver_match
        if request.method in READS or match is None or match.url_name not in LIMITED:
            return None
        try:
            limits.limit_network(request, "sign_in", limits.SIGN_IN)
        except TooManyAttempts as refused:
            return failures.refuse_hurry(request, refused)
        return None

    def _leave(self, request: GuardedRequest, response: HttpResponseBase, *, known: bool) -> None:
        """Add the headers, note the visit, drop a form that has been sent at last."""
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        row = request.access
        if row is not None and not row.is_public:
            response.headers["Cache-Control"] = "no-store"
        if known:
            sessions.touch(request)
        done = request.method == "POST" and response.status_code < HTTPStatus.BAD_REQUEST
        if done and kept.RESUMED in request.POST:
            kept.forget(request)
