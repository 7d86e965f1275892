"""What every page knows: the operator, the theme, the language, whether this is the demo."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

THEMES = ("light", "dark")


def ui(request: HttpRequest) -> dict[str, object]:
    """Give the templates the few words every page needs."""
    theme = request.COOKIES.get("theme", "")
    return {
        "operator": settings.OPERATOR,
        "theme": theme if theme in THEMES else "",
        "language": get_language() or "fr",
        "demo": settings.DEMO,
        "here": request.get_full_path(),
    }
