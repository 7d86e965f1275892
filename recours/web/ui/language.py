"""The language of a page: the one the person chose, French until they choose."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation import check_for_language
from typing_extensions import override

MACHINES = "/api/"  # programs say their language in a header, and choose nothing


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Speak French by default, whatever the browser says; remember a choice (product decision)."""

    @override
    def process_request(self, request: HttpRequest) -> None:
        """Take the language of the cookie when it is one of ours."""
        if request.path_info.startswith(MACHINES):
            super().process_request(request)
            return
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen in dict(settings.LANGUAGES) and check_for_language(chosen)
        translation.activate(chosen if known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
