"""French typography on every page that leaves in French."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language

from recours.web.ui.typography import typography_of_page


class TypographyMiddleware:
    """Set the text of HTML answers when the page is French; streams pass untouched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with its French set."""
        response = self.get_response(request)
        if (
            isinstance(response, HttpResponse)
            and not response.streaming
            and response.content
            and response.get("Content-Type", "").startswith("text/html")
            and "Content-Encoding" not in response
            and (get_language() or "fr").startswith("fr")
        ):
            response.content = typography_of_page(response.content.decode(response.charset))
            if "Content-Length" in response:
                response["Content-Length"] = str(len(response.content))
        return response
