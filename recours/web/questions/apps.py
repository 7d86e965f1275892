from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "recours.web.questions"
    label = "questions"
