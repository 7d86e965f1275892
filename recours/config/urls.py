"""One line per surface; each surface names its own pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("recours.web.ui.urls")),
    path("", include("recours.web.account.urls")),
    path("api/v1/", include("recours.api.urls")),
    path("espace/", include("recours.web.portal.urls")),
    path("bureau/", include("recours.web.desk.urls")),
    path("", include("recours.web.public.log_urls")),
    path("", include("recours.web.public.urls")),
]

handler400 = "recours.web.ui.errors.bad_request"
handler403 = "recours.web.ui.errors.forbidden"
handler404 = "recours.web.ui.errors.not_found"
handler500 = "recours.web.ui.errors.server_error"
