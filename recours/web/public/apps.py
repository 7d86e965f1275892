from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "recours.web.public"
    label = "public"
