from django.apps import AppConfig


class CasefileConfig(AppConfig):
    name = "recours.web.casefile"
    label = "casefile"
