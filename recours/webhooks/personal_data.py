"""What the webhooks hold about people: a reference is the key of a case, not a person's name."""

HOLDS: dict[str, tuple[str, ...]] = {
    "Endpoint": (),
    "Event": (),  # references only: rules/events.py writes nothing else
    "Delivery": (),
}
