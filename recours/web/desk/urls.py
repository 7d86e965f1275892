"""The desk's addresses."""

from django.urls import path

from recours.web.desk import case_views, worklist_views

app_name = "desk"

urlpatterns = [
    path("", worklist_views.home, name="home"),
    path("<slug:view>/", worklist_views.show, name="worklist"),
    path("dossier/<str:reference>/", case_views.case, name="case"),
    path("dossier/<str:reference>/decider/", case_views.decide, name="decide"),
    path("dossier/<str:reference>/approuver/", case_views.approve, name="approve"),
    path("dossier/<str:reference>/recalculer/", case_views.recompute, name="recompute"),
    path("dossier/<str:reference>/ecrire/", case_views.write, name="write"),
    path("dossier/<str:reference>/recu/<slug:kind>/", case_views.receipt, name="receipt"),
    path("dossier/<str:reference>/lettre/<int:number>/", case_views.letter, name="letter"),
    path("dossier/<str:reference>/piece/<str:file>/", case_views.attachment, name="attachment"),
]
