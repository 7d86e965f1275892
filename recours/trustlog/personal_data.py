"""Which fields of which tables hold personal data: the leaves and their states hold none."""

HOLDS: dict[str, tuple[str, ...]] = {
    "Entry": ("account", "record", "salt"),
    "Pending": (),
    "Leaf": (),
    "Checkpoint": (),
    "Sequencer": (),
}
