"""What the register holds about people, field by field."""

HOLDS: dict[str, tuple[str, ...]] = {
    "YearCount": (),
    "Draft": ("answers",),
    "Complaint": ("member", "customer", "disputed", "story", "wish"),
    "DisputedPurchase": ("purchase",),
    "PointRaised": ("text",),
    "Clock": (),
    "Dossier": ("document",),
    "Decision": ("reason",),
    "Remedy": (),
    "FollowUp": ("comment",),
}
