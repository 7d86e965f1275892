"""Which fields of which tables hold personal data."""

HOLDS: dict[str, tuple[str, ...]] = {
    "FormVersion": ("published_by",),
    "FormDraft": ("changed_by",),
}
