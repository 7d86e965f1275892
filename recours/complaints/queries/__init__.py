"""Everything that is read about complaints, and nothing written."""

from recours.complaints.queries.cases import (
    ClockCard,
    ComplaintCard,
    DecisionCard,
    DossierCard,
    FollowUpCard,
    LodgedCard,
    RemedyCard,
    complaint_by_key,
    complaint_card,
    complaint_held,
    complaint_seen_by,
    complaints_of_customer,
    draft_answers,
    follow_up,
    other_claims,
    restored_on,
)
from recours.complaints.queries.invariants import invariants
from recours.complaints.queries.worklist import Page, Row, View, counts, neighbours, worklist

__all__ = [
    "ClockCard",
    "ComplaintCard",
    "DecisionCard",
    "DossierCard",
    "FollowUpCard",
    "LodgedCard",
    "Page",
    "RemedyCard",
    "Row",
    "View",
    "complaint_by_key",
    "complaint_card",
    "complaint_held",
    "complaint_seen_by",
    "complaints_of_customer",
    "counts",
    "draft_answers",
    "follow_up",
    "invariants",
    "neighbours",
    "other_claims",
    "restored_on",
    "worklist",
]
