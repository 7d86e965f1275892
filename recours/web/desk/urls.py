"""The desk's addresses."""

from django.urls import path

from recours.web.desk import (
    case_views,
    file_views,
    letter_views,
    operations_views,
    search_views,
    worklist_views,
)
from recours.web.desk.arrivals_urls import ARRIVALS
from recours.web.desk.call_urls import CALLS, ON_A_CASE
from recours.web.desk.form_urls import FORMS
from recours.web.desk.post_urls import POST_OUT
from recours.web.desk.template_urls import TEMPLATES
from recours.web.desk.webhook_views import CONNECTIONS

app_name = "desk"

urlpatterns = [
    path("", worklist_views.home, name="home"),
    path("recherche/", search_views.search, name="search"),
    path("suivi-technique/", operations_views.show, name="operations"),
    path("suivi-technique/message/<uuid:message>/", operations_views.send_again, name="send_again"),
    path("suivi-technique/tache/<uuid:job>/", operations_views.try_again, name="try_again"),
    path("courrier/arrivee/", letter_views.letters, name="letters"),
    path("courrier/arrivee/<uuid:key>/", letter_views.letter, name="letter_in"),
    path("courrier/arrivee/<uuid:key>/ecarter/", letter_views.letter_aside, name="letter_aside"),
    path("piece/<str:token>/", file_views.open_file, name="file"),
    *POST_OUT,
    *CALLS,
    *ARRIVALS,
    *FORMS,
    *TEMPLATES,
    *CONNECTIONS,
    path("<slug:view>/", worklist_views.show, name="worklist"),
    path("dossier/<str:reference>/", case_views.case, name="case"),
    *ON_A_CASE,
    path("dossier/<str:reference>/semblables/", case_views.same, name="same"),
    path("dossier/<str:reference>/decider/", case_views.decide, name="decide"),
    path("dossier/<str:reference>/approuver/", case_views.approve, name="approve"),
    path("dossier/<str:reference>/recalculer/", case_views.recompute, name="recompute"),
    path("dossier/<str:reference>/ecrire/", case_views.write, name="write"),
    path("dossier/<str:reference>/recu/<slug:kind>/", case_views.receipt, name="receipt"),
    path("dossier/<str:reference>/copie/<slug:kind>/", case_views.copy, name="copy"),
    path("dossier/<str:reference>/lettre/<int:number>/", case_views.letter, name="letter"),
    path("dossier/<str:reference>/piece/<str:file>/", case_views.attachment, name="attachment"),
]
