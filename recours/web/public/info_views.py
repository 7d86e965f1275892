"""Pages anyone may read: where to start, how complaints are handled, by whom, with which data."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recours.demo.queries import faces
from recours.law.pack import load_rule
from recours.law.rule import Rule
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
    promises = {
        "acknowledge": _promise(load_rule("A-ACK-ACPR")),
        "answer": _promise(load_rule("A-ANS-ACPR")),
        "refer": _promise(load_rule("B-ADM-4")),
    }
    return render(request, "public/politique.html", promises)


def _promise(rule: Rule) -> dict[str, str]:
    source = rule.article
    if rule.soft:
        source = _("Notre engagement, d’après %(source)s") % {"source": source}
    return {"span": _span(rule.duration or 0, rule.unit), "source": source}


def _span(count: int, unit: str) -> str:
    words = {
        "working_days": ngettext("%(n)s jour ouvrable", "%(n)s jours ouvrables", count),
        "days": ngettext("%(n)s jour", "%(n)s jours", count),
        "months": ngettext("%(n)s mois", "%(n)s mois", count),
        "years": ngettext("%(n)s an", "%(n)s ans", count),
    }
    return words[unit] % {"n": count}


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
