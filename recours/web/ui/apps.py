from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "recours.web.ui"
    label = "ui"
