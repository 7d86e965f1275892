"""A page of Django and nothing else, for granian: what a process weighs before it is Recours."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

if not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="bare")  # noqa: S106  # signs nothing


def page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>Bare</title>")


urlpatterns = [path("", page)]
application = get_wsgi_application()
