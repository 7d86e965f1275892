"""One line per surface; each surface names its own pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("recours.web.ui.urls")),
    path("", include("recours.web.account.urls")),
]
