from django.apps import AppConfig


class MailroomConfig(AppConfig):
    name = "recours.mailroom"
    label = "mailroom"
