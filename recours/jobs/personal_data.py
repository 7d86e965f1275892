"""What the queue holds about people, field by field."""

HOLDS: dict[str, tuple[str, ...]] = {
    "Job": ("payload", "errors", "result"),  # keys of people; an error may quote a value
    "Schedule": (),
}
