"""What correspondence holds about people, field by field."""

HOLDS: dict[str, tuple[str, ...]] = {
    "Message": ("author", "subject", "text"),
    "Attachment": ("name", "sha256"),
    "Enclosure": (),
    "Outbox": ("to", "to_name", "values", "reason", "raw_sha256"),
    "Letter": ("sha256",),
    "AcknowledgedAddress": ("address_sha256",),
}
