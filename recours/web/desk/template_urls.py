"""The addresses of the sentences we write with."""

from django.urls import path

from recours.web.desk import template_views

HERE = "modeles/<str:kind>/"

TEMPLATES = [
    path("modeles/", template_views.templates, name="templates"),
    path(HERE, template_views.template, name="template"),
    path(f"{HERE}apercu/", template_views.shown, name="template_shown"),
    path(f"{HERE}reprendre/", template_views.take_back, name="template_take_back"),
]
