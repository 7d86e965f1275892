"""Pages anyone may read: where to start, how complaints are handled, by whom, with which data."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from recours.demo.queries import faces
from recours.law.pack import load_rule
from recours.web.guard.rows import GuardedRequest, allow

ANYBODY = ("public", "customer")


@allow(roles=ANYBODY, methods=("GET",))
def home(request: GuardedRequest) -> HttpResponse:
    """Show where to start; in the demonstration, who you can be."""
    if settings.DEMO:
        return render(request, "public/demo.html", faces())
    return render(request, "public/home.html", {})


@allow(roles=ANYBODY, methods=("GET",))
def policy(request: GuardedRequest) -> HttpResponse:
    """Say how complaints are handled, step by step, with the delays."""
    rules = ("A-ACK-ACPR", "A-ANS-ACPR", "B-ADM-4")
    return render(request, "public/politique.html", {"rules": [load_rule(r) for r in rules]})


@allow(roles=ANYBODY, methods=("GET",))
def who(request: GuardedRequest) -> HttpResponse:
    """Say who receives what."""
    return render(request, "public/qui.html", {})


@allow(roles=ANYBODY, methods=("GET",))
def privacy(request: GuardedRequest) -> HttpResponse:
    """Say what is kept about people, why, and for how long."""
    return render(request, "public/donnees.html", {})


@allow(roles=ANYBODY, methods=("GET",))
def mediator(request: GuardedRequest) -> HttpResponse:
    """Say who the mediator is, and how to refer a dispute."""
    return render(request, "public/mediateur.html", {})
