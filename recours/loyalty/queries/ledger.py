"""A member's ledger, whoever keeps it: one line per event, the latest first, with the balance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recours.kernel.money import format_cents
from recours.loyalty.models import Account, Posting
from recours.loyalty.queries.corrections import CorrectionCard, corrections
from recours.loyalty.queries.programmes import ProgrammeCard, programme_card
from recours.loyalty.rules.words import plain_day
from recours.loyalty.states import WAITING
from recours.statements import queries as statements
from recours.statements.rules import Movement, Purchase


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line a member reads; `what` and `note` are in the language of the page.

    `kind` is a movement's kind, `uncredited` for a purchase without points, or `correction` for
    points on their way: those (`pending`) are not in the balance yet, and `state` says where
    they are.
    """

    reference: str
    kind: str
    at: datetime
    on: date
    points: int
    balance: int = 0
    pending: bool = False
    state: str = ""
    purchase_ref: str = ""
    purchase: Purchase | None = None
    label: str = ""
    expires_on: date | None = None

    @property
    def what(self) -> str:
        """Return the line's title."""
        if self.purchase is not None and self.kind in {"earned", "uncredited"}:
            total = format_cents(self.purchase.total_cents, get_language() or "fr")
            return _("Achat de %(total)s") % {"total": total}
        if self.purchase is not None and self.kind == "reversed":
            total = format_cents(abs(self.purchase.total_cents), get_language() or "fr")
            return _("Retour de %(total)s") % {"total": total}
        return self.label or _titles().get(self.kind, self.kind)

    @property
    def where(self) -> str:
        """Return the shop, when there is one."""
        return self.purchase.store if self.purchase else ""

    @property
    def note(self) -> str:
        """Return what a member may want to know of the line."""
        if self.kind in {"uncredited", "correction"}:
            return _notes().get(self.state or self.kind, "")
        if self.expires_on is None or self.points <= 0:
            return ""
        english = (get_language() or "fr").startswith("en")
        day = plain_day(self.expires_on)[1 if english else 0]
        return _("Valables jusqu’au %(day)s") % {"day": day}


def member_ledger(programme: str, member: str) -> list[LedgerLine]:
    """Return every line of a member's account, the latest first.

    When the operator keeps the ledger: its statement, the purchases it credited nothing for, and
    the corrections that are not confirmed. When we keep it: our entries.
    """
    card = programme_card(programme)
    purchases = {p.source_ref: p for p in statements.purchases_of(programme, member)}
    if card.ledger_keeper == "recours":
        lines = _own_lines(card, member, purchases)
    else:
        lines = _observed_lines(card, member, purchases)
    return _with_balance(lines)


def balance(programme: str, member: str) -> int:
    """Return the member's points, in the ledger of whoever keeps it."""
    card = programme_card(programme)
    if card.ledger_keeper == "operator":
        return sum(movement.points for movement in statements.movements_of(programme, member))
    account = Account.objects.filter(programme__code=programme, kind="member", owner=member)
    return account.values_list("balance", flat=True).first() or 0


def _observed_lines(
    card: ProgrammeCard, member: str, purchases: Mapping[str, Purchase]
) -> list[LedgerLine]:
    movements = statements.movements_of(card.code, member)
    # what was given back stands on a line of its own: the purchase keeps its own, at nothing
    credited = {movement.purchase_ref for movement in movements if movement.kind != "restored"}
    waiting = [c for c in corrections(card.code, member=member) if c.state in WAITING]
    return [
        *(_observed(card, movement, purchases) for movement in movements),
        *(_uncredited(card, p) for ref, p in purchases.items() if ref not in credited),
        *(_on_its_way(card, correction, purchases) for correction in waiting),
    ]


def _observed(
    card: ProgrammeCard, movement: Movement, purchases: Mapping[str, Purchase]
) -> LedgerLine:
    return LedgerLine(
        reference=movement.source_ref,
        kind=movement.kind,
        at=movement.occurred_at,
        on=card.day(movement.occurred_at),
        points=movement.points,
        purchase_ref=movement.purchase_ref or "",
        purchase=purchases.get(movement.purchase_ref or ""),
        label=movement.label,
        expires_on=movement.expires_on,
    )


def _uncredited(card: ProgrammeCard, purchase: Purchase) -> LedgerLine:
    return LedgerLine(
        reference=purchase.source_ref,
        kind="uncredited",
        at=purchase.occurred_at,
        on=card.day(purchase.occurred_at),
        points=0,
        purchase_ref=purchase.source_ref,
        purchase=purchase,
    )


def _on_its_way(
    card: ProgrammeCard, correction: CorrectionCard, purchases: Mapping[str, Purchase]
) -> LedgerLine:
    return LedgerLine(
        reference=correction.reference,
        kind="correction",
        at=correction.made_at,
        on=card.day(correction.made_at),
        points=correction.points,
        pending=True,
        state=correction.state,
        purchase_ref=correction.purchase_ref,
        purchase=purchases.get(correction.purchase_ref),
        expires_on=correction.expires_on,
    )


def _own_lines(
    card: ProgrammeCard, member: str, purchases: Mapping[str, Purchase]
) -> list[LedgerLine]:
    own = Q(programme__code=card.code, kind="member", owner=member)
    account = Account.objects.filter(own).first()
    if account is None:
        return []
    moved = Posting.objects.filter(Q(debited=account) | Q(credited=account))
    return [
        LedgerLine(
            reference=posting.entry.reference,
            kind={"restore": "restored"}.get(posting.entry.operation, posting.entry.operation),
            at=posting.entry.recorded_at,
            on=card.day(posting.entry.recorded_at),
            points=posting.points if posting.credited_id == account.pk else -posting.points,
            purchase_ref=posting.entry.purchase_ref,
            purchase=purchases.get(posting.entry.purchase_ref),
            expires_on=posting.entry.expires_on,
        )
        for posting in moved.select_related("entry")
    ]


def _with_balance(lines: Iterable[LedgerLine]) -> list[LedgerLine]:
    total, counted = 0, []
    for line in sorted(lines, key=lambda line: (line.at, line.pending, line.reference)):
        total += 0 if line.pending else line.points
        counted.append(replace(line, balance=total))
    return counted[::-1]


def _titles() -> dict[str, str]:
    return {
        "earned": _("Points gagnés"),
        "uncredited": _("Achat"),
        "bonus": _("Points offerts"),
        "redeemed": _("Points utilisés"),
        "expired": _("Points expirés"),
        "reversed": _("Points repris après un retour"),
        "adjusted": _("Correction du programme"),
        "restored": _("Points rétablis"),
        "correction": _("Points à rétablir"),
        "opening": _("Solde de départ"),
    }


def _notes() -> dict[str, str]:
    return {
        "uncredited": _("Aucun point n’est inscrit pour cet achat."),
        "proposed": _("Proposé : une seconde personne doit l’approuver."),
        "approved": _("Décidé : la demande part au programme au prochain envoi."),
        "exported": _("Demandé au programme : inscrit à son prochain relevé."),
        "contested": _("Le programme a inscrit un autre nombre : nous vérifions avec lui."),
    }
