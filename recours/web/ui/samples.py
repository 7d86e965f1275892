"""Invented content for the live page of components."""

from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recours.web.ui import words

DAY = date(2026, 11, 24)
MORNING = ((8, 25), (8, 30), (8, 40), (8, 50), (9, 2))


def samples() -> dict[str, Any]:
    """Give the page its people, dates and figures."""
    return {
        "day": DAY,
        "far": date(2027, 1, 12),
        "today": date(2026, 11, 20),
        "evening": datetime(2026, 11, 12, 17, 42, tzinfo=UTC),
        "bought": date(2026, 11, 7),
        "states": (
            "reception",
            "analyse",
            "instruction",
            "decision",
            "approbation",
            "mesure",
            "close",
            "mediation",
        ),
        "hours": tuple(datetime(2026, 11, 16, *at, tzinfo=UTC) for at in MORNING),
        "calc_lines": _calc(),
        "causes": _causes(),
        "months": _months(),
        "inks": _inks(),
        "stores": (("1", "Nantes Beaujoire"), ("2", "Rezé"), ("3", "Lyon Part-Dieu")),
    }


def _euros(cents: int) -> str:
    return words.euros(cents, get_language() or "fr")


def _calc() -> list[dict[str, object]]:
    return [
        {
            "what": _("Total du ticket"),
            "op": _euros(14680),
            "rule": _("Pièce 1, confirmée par la pièce 2"),
        },
        {
            "what": _("Moins la carte cadeau, exclue"),
            "op": f"− {_euros(2250)}",
            "rule": _("Art. 3.4"),
        },
        {
            "what": _("Un point par euro entier"),
            "op": "124",
            "rule": _("Règle BASE, version 7, art. 4.1"),
        },
        {
            "what": _("Week-end doublé, rang Argent"),
            "op": "124 × 2 = 248",
            "rule": _("Règle WE-ARGENT, art. 4.2"),
        },
        {
            "what": _("Plafond de 500 points par jour"),
            "rule": _("Règle PLAFOND, art. 4.6"),
            "idle": True,
        },
    ]


def _causes() -> list[dict[str, object]]:
    return [
        {
            "label": _("Caisse hors réseau"),
            "value": 80,
            "note": _("Incident 33, correction le 24 novembre"),
        },
        {"label": _("Avis de prix non remis"), "value": 52, "note": _("Incident 31, à décider")},
        {"label": _("Expiration non annoncée"), "value": 37, "note": _("Aucune")},
        {
            "label": _("Retour mal décompté"),
            "value": 20,
            "minor": True,
            "note": _("Règle en relecture"),
        },
        {
            "label": _("Accueil en magasin"),
            "value": 13,
            "minor": True,
            "note": _("Formation le 2 décembre"),
        },
        {"label": _("Autres"), "value": 49, "minor": True, "note": ""},
    ]


def _months() -> list[dict[str, object]]:
    names = (_("juin"), _("juil."), _("août"), _("sept."), _("oct."), _("nov."))
    return [
        {"label": name, "value": value, "shown": f"{value} %"}
        for name, value in zip(names, (68, 67, 72, 75, 77, 81), strict=True)
    ]


def _inks() -> list[tuple[str, str, str]]:
    return [
        ("paper", _("Papier, feuille"), ""),
        ("ink", _("Encre 1, 2, 3"), ""),
        ("canard", _("Canard"), _("nous, agir, client")),
        ("mousse", _("Mousse"), _("fondé, tenu, prouvé")),
        ("ocre", _("Ocre"), _("bientôt, interne")),
        ("garance", _("Garance"), _("en retard, refus")),
        ("ardoise", _("Ardoise"), _("autre service")),
        ("prune", _("Prune"), _("médiateur seul")),
    ]
