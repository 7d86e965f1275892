"""What the evidence shows: the finding, the points due, and the sentence that says why.

Pure: everything it needs is in `Evidence`, so the same evidence gives the same conclusion.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from recours.complaints.states import Finding
from recours.kernel.days import write_day


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, in both languages."""

    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found, in plain values. Points are whole numbers; days are legal days."""

    candidates: int
    enough_to_search: bool
    member_known: bool
    same_member: bool
    within_claim_window: bool
    rules_known: bool
    discrepancy: str
    expected: int
    observed: int
    due_on: date | None
    credited_on: date | None
    restored_elsewhere: str
    claimed: int | None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The finding and why; `missing` is what would let us say more."""

    finding: Finding
    due: int
    why: Sentence
    missing: Sequence[Sentence] = ()


NO_RECEIPT = Sentence(
    "le numéro du ticket, ou le magasin, la date et le total de l’achat",
    "the receipt number, or the shop, the date and the total of the purchase",
)
ANOTHER_CLUE = Sentence(
    "une photo du ticket, ou un numéro, un jour ou un montant à vérifier",
    "a picture of the receipt, or a number, a day or an amount to check",
)
NO_CARD = Sentence("le numéro de la carte de fidélité", "the loyalty card number")
SHORTFALLS = {"missing", "under", "wrong_rule_version", "wrong_rounding", "wrong_tier"}


def conclude(evidence: Evidence) -> Conclusion:
    """Return what the evidence shows about a purchase."""
    return _not_found(evidence) or _cannot_tell(evidence) or _against(evidence) or _for(evidence)


def _unknown(fr: str, en: str, *missing: Sentence) -> Conclusion:
    return Conclusion(Finding.UNKNOWN, 0, Sentence(fr, en), missing)


def _unfounded(fr: str, en: str) -> Conclusion:
    return Conclusion(Finding.UNFOUNDED, 0, Sentence(fr, en))


def _not_found(evidence: Evidence) -> Conclusion | None:
    if not evidence.candidates and not evidence.enough_to_search:
        return _unknown(
            "Rien ne permet encore de retrouver l’achat.",
            "Nothing lets us find the purchase yet.",
            NO_RECEIPT,
        )
    if not evidence.candidates:
        return _unknown(
            "Aucun achat de nos relevés ne correspond à ce qui est dit.",
            "No purchase in our records matches what was told.",
            ANOTHER_CLUE,
        )
    if evidence.candidates > 1:
        return _unknown(
            f"{evidence.candidates} achats peuvent correspondre ; il faut savoir lequel.",
            f"{evidence.candidates} purchases may match; we need to know which.",
            NO_RECEIPT,
        )
    return None


def _cannot_tell(evidence: Evidence) -> Conclusion | None:
    if not evidence.member_known:
        return _unknown(
            "L’achat est retrouvé, mais aucune carte ne dit à qui rendre les points.",
            "The purchase is found, but no card says who the points belong to.",
            NO_CARD,
        )
    if not evidence.same_member:
        return _unknown(
            "L’achat est retrouvé, mais il est rattaché à une autre carte.",
            "The purchase is found, but it is on another card.",
            NO_CARD,
        )
    if not evidence.rules_known:
        return _unknown(
            "Aucune règle publiée n’était en vigueur ce jour-là.",
            "No published rule was in force that day.",
        )
    return None


def _against(evidence: Evidence) -> Conclusion | None:
    if evidence.restored_elsewhere:
        return _already_restored(evidence.restored_elsewhere)
    if not evidence.within_claim_window:
        return _unfounded(
            "La demande arrive après le délai de réclamation du règlement.",
            "The claim comes after the period set by the programme's terms.",
        )
    if evidence.discrepancy == "not_due_yet" and evidence.due_on:
        return _unknown(
            f"Le délai de crédit court encore : jusqu’au {write_day(evidence.due_on, 'fr')}.",
            f"The crediting period still runs, until {write_day(evidence.due_on, 'en')}.",
        )
    if evidence.discrepancy in SHORTFALLS and evidence.expected > evidence.observed:
        return None
    return _nothing_owed(evidence)


def _already_restored(reference: str) -> Conclusion:
    return _unfounded(
        f"Ces points sont déjà rétablis ({reference}).",
        f"These points have already been restored ({reference}).",
    )


def _nothing_owed(evidence: Evidence) -> Conclusion:
    if evidence.discrepancy == "late" and evidence.credited_on:
        return _unfounded(
            f"Les {evidence.observed} points ont été crédités en retard, "
            f"le {write_day(evidence.credited_on, 'fr')} : il n’en manque aucun.",
            f"The {evidence.observed} points were credited late, "
            f"on {write_day(evidence.credited_on, 'en')}: none is missing.",
        )
    if evidence.observed > evidence.expected:
        return _unfounded(
            f"L’achat a rapporté {evidence.observed} points ; la règle en donnait "
            f"{evidence.expected}.",
            f"The purchase earned {evidence.observed} points; the rule gave {evidence.expected}.",
        )
    return _unfounded(
        f"L’achat donnait droit à {evidence.expected} points, et ils ont été crédités.",
        f"The purchase was worth {evidence.expected} points, and they were credited.",
    )


_CAUSES = {
    "missing": Sentence(
        "L’achat a eu lieu et ouvrait droit à des points ; aucun n’a été crédité. "
        "L’erreur est chez nous.",
        "The purchase took place and earned points; none was credited. The error is ours.",
    ),
    "wrong_rule_version": Sentence(
        "Les points ont été calculés avec une version du règlement qui n’était pas en vigueur "
        "ce jour-là. L’erreur est chez nous.",
        "The points were computed with a version of the terms that was not in force that day. "
        "The error is ours.",
    ),
    "wrong_rounding": Sentence(
        "Les points ont été arrondis autrement que le règlement ne le dit. L’erreur est chez nous.",
        "The points were not rounded as the terms say. The error is ours.",
    ),
    "wrong_tier": Sentence(
        "Les points ont été calculés avec un autre rang que le vôtre ce jour-là. "
        "L’erreur est chez nous.",
        "The points were computed with another tier than yours that day. The error is ours.",
    ),
}
_LESS = Sentence(
    "Moins de points ont été crédités que la règle n’en donnait. L’erreur est chez nous.",
    "Fewer points were credited than the rule gave. The error is ours.",
)


def _for(evidence: Evidence) -> Conclusion:
    due = evidence.expected - evidence.observed
    why = _CAUSES.get(evidence.discrepancy, _LESS)
    if evidence.claimed is None or evidence.claimed <= due:
        return Conclusion(Finding.FOUNDED, due, why)
    return Conclusion(
        Finding.PARTLY,
        due,
        Sentence(
            f"{why.fr} La règle en donne {due} de plus, et non {evidence.claimed}.",
            f"{why.en} The rule gives {due} more, not {evidence.claimed}.",
        ),
    )


def leave_to_a_person() -> Conclusion:
    """Return the conclusion of a complaint that no computation can settle."""
    return _unknown(
        "Cette réclamation ne se calcule pas : une personne la lit et y répond.",
        "This complaint is not one to compute: a person reads it and answers.",
    )


def conclude_on_expiry(
    *, member_known: bool, found: bool, early: bool, points: int, restored_elsewhere: str = ""
) -> Conclusion:
    """Return what the evidence shows about points that expired."""
    if not member_known:
        return _unknown(
            "Sans carte, rien ne dit de quels points il s’agit.",
            "Without a card, nothing says which points these are.",
            NO_CARD,
        )
    if restored_elsewhere:
        return _already_restored(restored_elsewhere)
    if not found:
        return _unfounded(
            "Aucun point n’a expiré sur cette carte.", "No points expired on this card."
        )
    if not early:
        return _unfounded(
            "Les points ont expiré au jour que fixe le règlement.",
            "The points expired on the day the terms set.",
        )
    return Conclusion(
        Finding.FOUNDED,
        points,
        Sentence(
            "Les points ont été retirés avant le jour que fixe le règlement. "
            "L’erreur est chez nous.",
            "The points were removed before the day the terms set. The error is ours.",
        ),
    )
