"""The addresses of the API, to be included under `api/v1/`."""

from typing import cast

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI

from recours.api import additions, complaints, kinds, proofs, statements, webhooks
from recours.api.guide import add_guide
from recours.api.handlers import answer_every_refusal
from recours.api.strict_json import StrictParser

api = NinjaAPI(
    title="Recours",
    version="1",
    description=cast("str", _("Déposer, lire et prouver des réclamations.")),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api-v1",
    parser=StrictParser(),
)
answer_every_refusal(api)
add_guide(api)
for part in (complaints, additions, kinds, proofs, statements, webhooks):
    api.add_router("", part.router)

_patterns, _application, _namespace = api.urls
urlpatterns: list[URLPattern | URLResolver] = [
    # The library's own root answers nothing; ours is the guide.
    path(
        "",
        (
            [one for one in _patterns if getattr(one, "name", "") != "api-root"],
            _application,
            _namespace,
        ),
    )
]
