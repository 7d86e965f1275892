"""Addresses of the design language."""

from django.urls import path

from recours.web.ui import views

urlpatterns = [
    path("ui/", views.components, name="components"),
    path("langue/", views.choose_language, name="language"),
    path("theme/", views.choose_theme, name="theme"),
]
