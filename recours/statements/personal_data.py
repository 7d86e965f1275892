"""Which fields of which tables hold personal data: only opaque member numbers live here."""

HOLDS: dict[str, tuple[str, ...]] = {
    "ImportBatch": (),
    "Volume": (),
    "Shelf": (),
    "LateFact": ("member", "payload"),
}
