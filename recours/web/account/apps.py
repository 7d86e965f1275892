from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "recours.web.account"
    label = "account"
