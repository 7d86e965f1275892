"""What each proof establishes, as a sentence, with its source."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from recours.journeys.evidence.gather import Gathered
from recours.kernel.days import legal_day, write_day
from recours.kernel.money import format_cents
from recours.statements.rules import Movement, Purchase

Exhibit = dict[str, Any]


def exhibit(verdict: str, fact: tuple[str, str], source: tuple[str, str]) -> Exhibit:
    """Return one proof: a fact, a source, and whether it is established."""
    return {
        "verdict": verdict,
        "fact_fr": fact[0],
        "fact_en": fact[1],
        "source_fr": source[0],
        "source_en": source[1],
    }


def counted(points: int) -> str:
    """Return the points with their word: `1 point`, `248 points`."""
    return f"{points} point" if abs(points) == 1 else f"{points} points"


def exhibits(found: Gathered) -> list[Exhibit]:
    """Return the proofs of a disputed purchase, in the order one reads them."""
    if found.purchase is None:
        return [*_said(found), _not_found(found)]
    return [
        *_said(found),
        _purchase(found.purchase),
        _card(found, found.purchase),
        *_rules(found),
        *_credits(found),
        *_others(found),
    ]


def _said(found: Gathered) -> list[Exhibit]:
    fr, en = told(found.card.disputed, "fr"), told(found.card.disputed, "en")
    if not fr:
        return []
    source = ("Dit par le client, à la réception", "Told by the customer, when lodging")
    return [exhibit("established", (", ".join(fr), ", ".join(en)), source)]


def told(said: Mapping[str, Any], language: str) -> list[str]:
    """Return what the customer told of the purchase, as they would read it back."""
    english = language == "en"
    parts = []
    if receipt := said.get("receipt"):
        parts.append(f"Receipt {receipt}" if english else f"Ticket {receipt}")
    if store := said.get("store"):
        parts.append(store)
    if day := said.get("bought_on"):
        parts.append(write_day(date.fromisoformat(day), language))
    if total := said.get("total_cents"):
        parts.append(format_cents(total, language))
    return parts


def _not_found(found: Gathered) -> Exhibit:
    return exhibit(
        "missing",
        (
            "L’achat n’est pas retrouvé" if not found.candidates else "Plusieurs achats possibles",
            "The purchase is not found" if not found.candidates else "Several purchases match",
        ),
        ("Relevé des achats", "Statement of purchases"),
    )


def _purchase(purchase: Purchase) -> Exhibit:
    day = legal_day(purchase.occurred_at)
    fr, en = (format_cents(purchase.total_cents, language) for language in ("fr", "en"))
    where = f"{purchase.receipt}, {purchase.batch[:8]}:{purchase.line_no}"
    return exhibit(
        "established",
        (
            f"Achat de {fr} à {purchase.store}, le {write_day(day, 'fr')}",
            f"Purchase of {en} at {purchase.store}, on {write_day(day, 'en')}",
        ),
        (f"Relevé des achats, ticket {where}", f"Statement of purchases, receipt {where}"),
    )


def _card(found: Gathered, purchase: Purchase) -> Exhibit:
    if purchase.member is None:
        return exhibit(
            "missing",
            ("La carte n’a pas été lue à la caisse", "The card was not read at the till"),
            ("Relevé des achats, sans carte", "Statement of purchases, no card"),
        )
    same = purchase.member == found.member
    return exhibit(
        "established" if same else "contradicted",
        (
            "L’achat porte la carte du client" if same else "L’achat porte une autre carte",
            "The purchase carries the customer's card"
            if same
            else "The purchase carries another card",
        ),
        ("Relevé des achats", "Statement of purchases"),
    )


def _rules(found: Gathered) -> list[Exhibit]:
    if found.rule_set is None:
        return [
            exhibit(
                "missing",
                ("Aucune règle en vigueur ce jour-là", "No rule in force that day"),
                ("Règles publiées", "Published rules"),
            )
        ]
    version = found.rule_set.version
    terms = found.terms.version if found.terms else "?"
    return [
        exhibit(
            "established",
            (
                f"Le règlement version {version} était en vigueur",
                f"Version {version} of the rules was in force",
            ),
            (
                f"Conditions version {terms}, empreinte {found.rule_set.sha256[:12]}",
                f"Terms version {terms}, fingerprint {found.rule_set.sha256[:12]}",
            ),
        )
    ]


def _credits(found: Gathered) -> list[Exhibit]:
    if found.discrepancy is None:
        return []
    if not found.discrepancy.movements:
        return [
            exhibit(
                "established",
                ("Aucun crédit n’a été passé", "No credit was posted"),
                ("Relevé de points", "Statement of points"),
            )
        ]
    return [
        exhibit(
            "established",
            (
                f"{counted(line.points)} au relevé le {_on(line, 'fr')}",
                f"{counted(line.points)} posted on {_on(line, 'en')}",
            ),
            (
                f"Relevé de points, {line.source_ref}",
                f"Statement of points, {line.source_ref}",
            ),
        )
        for line in found.discrepancy.movements
    ]


def _on(line: Movement, language: str) -> str:
    return write_day(legal_day(line.occurred_at), language)


def _others(found: Gathered) -> list[Exhibit]:
    return [
        exhibit(
            "contradicted" if reference == found.restored_elsewhere else "established",
            (
                f"Le même achat est contesté dans {reference}",
                f"The same purchase is disputed in {reference}",
            ),
            ("Registre des réclamations", "Register of complaints"),
        )
        for reference, _status in found.others
    ]
