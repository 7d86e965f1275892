"""The public addresses, in French: people read them."""

from django.urls import path

from recours.web.public import (
    confirm_views,
    demo_views,
    file_views,
    follow_views,
    info_views,
    lodge_views,
    suite_views,
)

app_name = "public"

urlpatterns = [
    path("", info_views.home, name="home"),
    path("demonstration/courrier/", demo_views.mail, name="mailbox"),
    path("politique/", info_views.policy, name="policy"),
    path("qui-recoit-quoi/", info_views.who, name="who"),
    path("donnees/", info_views.privacy, name="privacy"),
    path("mediateur/", info_views.mediator, name="mediator"),
    path("reclamer/", lodge_views.start, name="start"),
    path("reclamer/<uuid:key>/fait/", lodge_views.lodged, name="lodged"),
    path("reclamer/<uuid:key>/<slug:step>/", lodge_views.lodge, name="lodge"),
    path("suivre/", follow_views.find, name="follow"),
    path("suivre/<str:reference>/", follow_views.case, name="case"),
    path("suivre/<str:reference>/recu/<slug:kind>/", follow_views.receipt, name="receipt"),
    path("suivre/<str:reference>/copie/<slug:kind>/", follow_views.copy, name="copy"),
    path("suivre/<str:reference>/lettre/<int:number>/", follow_views.letter, name="letter"),
    path("suivre/<str:reference>/piece/<str:file>/", file_views.attachment, name="attachment"),
    path("piece/<str:token>/", file_views.open_file, name="file"),
    path("suite/<str:token>/", suite_views.put_right, name="put_right"),
    path("confirmer/<str:token>/", confirm_views.confirm, name="confirm"),
]
