"""Which fields of which tables hold personal data."""

HOLDS: dict[str, tuple[str, ...]] = {"Terms": ("published_by",)}
