from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "recours.web.account"
    label = "recours_account"  # allauth has taken "account"
