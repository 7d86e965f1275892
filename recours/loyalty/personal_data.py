"""Which fields of which tables hold personal data."""

HOLDS: dict[str, tuple[str, ...]] = {
    "Programme": (),
    "RuleSet": ("published_by",),
    "Account": ("owner",),
    "Restoration": ("member", "purchase_ref", "actor"),
    "Entry": ("purchase_ref", "actor"),
    "Posting": (),
    "CorrectionFile": (),
    "Correction": ("approved_by",),
}
