"""One line per surface; each surface names its own pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("recours.web.ui.urls")),
    path("", include("recours.web.account.urls")),
]

handler400 = "recours.web.ui.errors.bad_request"
handler403 = "recours.web.ui.errors.forbidden"
handler404 = "recours.web.ui.errors.not_found"
handler500 = "recours.web.ui.errors.server_error"
