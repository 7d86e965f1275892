"""Under /api/ every answer is for machines, also those that no operation gave."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from recours.api.problems import BY_STATUS, Refused

ROOT = "/api/"
KEPT = ("Allow", "Retry-After", "Content-Language", "Vary")
PUBLIC = ("application/vnd.oai.openapi+json", "text/html")


class ProblemMiddleware:
    """Turns the pages that refuse (unknown address, method, host) into Problems."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in JSON, and let nobody keep what belongs to a token."""
        response = self.get_response(request)
        if not request.path.startswith(ROOT):
            return response
        refused = response.status_code >= HTTPStatus.BAD_REQUEST
        if refused and not response.headers.get("Content-Type", "").startswith("application/json"):
            kept = {name: response[name] for name in KEPT if name in response}
            code = BY_STATUS.get(response.status_code, "bad_request")
            response = Refused(code, headers=kept).response()
        response.headers.setdefault("Cache-Control", "no-store")
        return response
