"""Mail handed over by LMTP, killed at every point; its sender comes back with what was not kept."""

import smtplib
import threading

from django.conf import settings
from django.db import connection

from recours.worker.doors import listen_lmtp as listening
from recours.worker.doors.listen_lmtp import KEPT, Listener
from tests.crash.doors import accepted, breaches, let_leases_lapse, messages, note_accepted

__all__ = ["breaches", "let_leases_lapse", "plant", "play", "watch"]


def play() -> None:
    """Send what was not accepted yet, as a mail server does."""
    stop, ready = threading.Event(), threading.Event()
    path = settings.DATA / "lmtp"
    door = threading.Thread(target=listening.listen_lmtp, args=(f"unix:{path}", stop, ready))
    door.start()
    try:
        assert ready.wait(20)
        for number, raw in enumerate(messages()):
            if number not in accepted():
                with smtplib.LMTP(str(path)) as client:
                    client.sendmail("a@exemple.fr", [settings.MAIL_REPLY], raw)
                note_accepted(number)
    finally:
        stop.set()
        door.join()


def watch(killer) -> None:
    """Watch the statements of the threads that commit as well, each on its connection."""
    real = listening.take_in

    def watched(**message):
        with connection.execute_wrapper(lambda execute, *rest: killer.around(execute)(*rest)):
            killer.hit()
            taken = real(**message)
            killer.hit()
            return taken

    listening.take_in = watched
    Listener._keep = _answered(killer, Listener._keep)  # noqa: SLF001


def _answered(killer, real):
    async def watched(self, raw, sender, recipients):
        killer.hit()
        said = await real(self, raw, sender, recipients)
        killer.hit()
        return said

    return watched


def plant() -> None:
    """Plant the fault: 250 is said before the bytes are committed."""

    async def naive(self, raw, sender, recipients):
        self.writers.submit(self._commit, raw, sender, recipients)
        return KEPT

    Listener._keep = naive  # noqa: SLF001
