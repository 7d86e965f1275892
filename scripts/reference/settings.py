"""Every setting: the table that reads them is the table that is printed."""

from recours.config.environment import SETTINGS
from scripts.reference.tables import table


def settings() -> list[str]:
    """Return every variable of the environment."""
    lines = ["# Settings", "", "Recours reads the environment and nothing else, checks it at"]
    lines += ["start, and says what to write. `recours check` prints the present values.", ""]
    rows = [
        (f"`{s.name}`", f"`{s.default}`" if s.default else "empty", s.purpose, s.mend)
        for s in SETTINGS
    ]
    return [*lines, *table(("variable", "default", "what for", "what to write"), rows)]
