"""What the register holds about people, field by field."""

HOLDS: dict[str, tuple[str, ...]] = {
    "YearCount": (),
    "Draft": ("answers",),
    "Complaint": ("member", "customer", "disputed", "story", "wish"),
    "DisputedPurchase": ("purchase",),
    "PointRaised": ("text",),
    "Clock": (),
    "Invitation": (),
    "Promise": ("text", "made_to", "how"),
    "Qualification": ("answers",),
    "Merge": ("reasons", "before"),
    "Dossier": ("document",),
    "Decision": ("reason",),
    "Remedy": (),
    "FollowUp": ("comment",),
}
