"""Mail handed over by a pipe, killed at every point; its sender sends again what was not kept."""

from django.conf import settings

from recours.cli.main import main
from tests.crash.doors import accepted, breaches, let_leases_lapse, messages, note_accepted

__all__ = ["breaches", "let_leases_lapse", "play"]


def play() -> None:
    """Deliver what was not accepted yet: a mail server forgets what ended with 0."""
    for number, raw in enumerate(messages()):
        if number not in accepted():
            file = settings.DATA / f"message{number}"
            file.write_bytes(raw)
            if main(["mail", "deliver", str(file)]) == 0:
                note_accepted(number)
