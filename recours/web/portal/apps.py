from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "recours.web.portal"
    label = "portal"
