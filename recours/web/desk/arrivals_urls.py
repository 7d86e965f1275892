"""The addresses of what arrived."""

from django.urls import path

from recours.web.desk import arrivals_views as views

ARRIVALS = [
    path("arrivees/", views.home, name="arrivals_home"),
    path("arrivees/<slug:view>/", views.show, name="arrivals"),
    path("arrivees/message/<uuid:mail>/", views.arrival, name="arrival"),
    path("arrivees/message/<uuid:mail>/original/", views.original, name="arrival_original"),
    path("arrivees/message/<uuid:mail>/page/", views.formatted, name="arrival_page"),
    path("arrivees/message/<uuid:mail>/rattacher/", views.link, name="arrival_link"),
    path("arrivees/message/<uuid:mail>/ouvrir/", views.open_case, name="arrival_open"),
    path("arrivees/message/<uuid:mail>/classer/", views.aside, name="arrival_aside"),
    path("arrivees/message/<uuid:mail>/suivre/", views.see_to, name="arrival_see_to"),
    path("arrivees/accuse/<uuid:message>/envoyer/", views.release, name="arrival_release"),
]
