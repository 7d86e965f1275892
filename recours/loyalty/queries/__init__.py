"""Everything that is read about loyalty, and nothing written."""

from recours.loyalty.queries.corrections import CorrectionCard, corrections
from recours.loyalty.queries.discrepancies import (
    Discrepancy,
    discrepancy_for_purchase,
    early_expiries_of,
)
from recours.loyalty.queries.expected import Expected, context_for, expected_for
from recours.loyalty.queries.expiry import restored_expiry
from recours.loyalty.queries.invariants import invariants
from recours.loyalty.queries.ledger import LedgerLine, balance, member_ledger
from recours.loyalty.queries.programmes import (
    ProgrammeCard,
    RuleSetCard,
    find_programme,
    programme_card,
    programmes,
    rule_set_in_force,
    rule_sets,
)
from recours.loyalty.queries.restored import points_restored

__all__ = [
    "CorrectionCard",
    "Discrepancy",
    "Expected",
    "LedgerLine",
    "ProgrammeCard",
    "RuleSetCard",
    "balance",
    "context_for",
    "corrections",
    "discrepancy_for_purchase",
    "early_expiries_of",
    "expected_for",
    "find_programme",
    "invariants",
    "member_ledger",
    "points_restored",
    "programme_card",
    "programmes",
    "restored_expiry",
    "rule_set_in_force",
    "rule_sets",
]
