from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "recours.web.desk"
    label = "desk"
