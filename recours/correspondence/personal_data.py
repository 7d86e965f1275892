"""What correspondence holds about people, field by field."""

HOLDS: dict[str, tuple[str, ...]] = {
    "Message": ("author", "subject", "text"),
    "Attachment": ("name", "sha256"),
    "Inspection": ("sha256",),
    "Derivative": ("source", "sha256"),
    "AttachmentText": ("sha256", "text"),
    "ArrivedLetter": ("sha256", "proposed", "note"),
    "Enclosure": (),
    "Outbox": ("to", "to_name", "values", "reason", "raw_sha256"),
    "Delivery": ("words",),
    "Route": ("settled_by",),
    "PrintBatch": ("by", "sha256"),
    "Departure": ("to_name", "address"),
    "Preference": ("customer",),
    "TextMessage": ("to", "reason"),
    "Subscription": ("customer", "endpoint_sha256", "endpoint", "public", "secret"),
    "Notice": (),
    "Letter": ("sha256",),
    "MessageTemplate": ("published_by",),
    "AcknowledgedAddress": ("address_sha256",),
}
