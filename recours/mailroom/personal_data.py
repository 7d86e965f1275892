"""What the mailroom holds about people, field by field."""

HOLDS: dict[str, tuple[str, ...]] = {
    "RawMail": ("sha256", "data"),
    "Box": (),
    "Incoming": (
        "raw",
        "envelope_from",
        "envelope_to",
        "core_sha256",
        "sender_sha256",
        "subject_sha256",
        "message_id_sha256",
        "trouble",
        "handled_why",
    ),
    "Reading": (
        "sender",
        "sender_name",
        "parties",
        "subject",
        "date_claimed",
        "text",
        "quoted",
        "html",
        "files",
    ),
}
