"""The member's addresses."""

from django.urls import path

from recours.web.portal import contact_views, push_views, views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("contact/", contact_views.contact, name="contact"),
    path("contact/code/", contact_views.ask_code, name="contact_code"),
    path("contact/prouver/", contact_views.prove, name="contact_prove"),
    path("contact/prevenir/", push_views.tell_me, name="push"),
    path("contact/ne-plus-prevenir/", push_views.tell_me_no_more, name="push_no_more"),
    path("notifications.js", push_views.worker, name="push_worker"),
    path("achat/<str:source_ref>/", views.purchase, name="purchase"),
    path("reclamations/", views.cases, name="cases"),
    path("reclamations/<str:reference>/", views.case, name="case"),
    path("reclamations/<str:reference>/recu/<slug:kind>/", views.receipt, name="receipt"),
    path("reclamations/<str:reference>/copie/<slug:kind>/", views.copy, name="copy"),
    path("reclamations/<str:reference>/piece/<str:file>/", views.attachment, name="attachment"),
    path("reclamations/<str:reference>/lettre/<int:number>/", views.letter, name="letter"),
]
