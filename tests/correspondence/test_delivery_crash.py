"""Deliverers that die at any moment, and deliverers that work side by side."""

import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from recours.correspondence import queries
from recours.correspondence.commands.deliver_outbox import deliver_outbox
from recours.correspondence.commands.queue_email import queue_email
from recours.correspondence.models import Outbox
from tests.correspondence.casting import MAILS
from tests.correspondence.sink import open_sink
from tests.houses import ROOT
from tests.jobs.living import now, wait_for

pytestmark = pytest.mark.slow

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def queue(number, *, run=""):
    return queue_email(
        about=f"R-{run}-{number}",
        to=f"p{number}@exemple.fr",
        to_name="",
        language="fr",
        template="progress",
        values=MAILS["progress"],
        at=now(),
        key=f"{run}-{number}",
    )


def deliverer(life, url, *, kill_at=0, lease=60.0, **more):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.correspondence.deliverer", str(kill_at), str(lease)],
        env=life.house.env | {"RECOURS_SMTP_URL": url} | more,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def die_of(process) -> None:
    words, _ = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, words


def recover():
    """The lease of whoever died is over; somebody else delivers."""
    Outbox.objects.filter(state="leased").update(lease_until=LONG_AGO)
    deliver_outbox(at=now(), limit=1000)


def test_killed_between_the_servers_yes_and_our_note_sends_one_more_copy(life, settings):
    """The crash that nobody can hide: the message is there, and nobody wrote it down."""
    key = queue(1)
    with open_sink() as (sink, url):
        settings.SMTP_URL = url
        processes = []

        def take_and_kill(_sink, _raw):
            processes[0].send_signal(signal.SIGKILL)
            processes[0].wait()
            return "250 OK"

        sink.answer = take_and_kill
        processes.append(deliverer(life, url))
        die_of(processes[0])
        assert queries.mail(key).state == "leased"

        sink.answer = lambda *_: "250 OK"
        assert deliver_outbox(at=now(), limit=10) == 0, "its lease is not over"
        recover()

        assert queries.mail(key).state == "sent"
        assert len(sink.taken) == 2
        assert len(set(sink.ids)) == 1
        assert sink.taken[0] == sink.taken[1]


def test_killed_at_every_statement_nothing_is_lost_and_at_most_one_is_doubled(life, settings):
    queue(0, run="count")
    queue(1, run="count")
    with open_sink() as (sink, url):
        settings.SMTP_URL = url
        words, _ = deliverer(life, url).communicate(timeout=60)
        statements = int(words.split(" statements")[0].split()[-1])
        assert statements >= 8
        for kill_at in range(1, statements + 1):
            sink.taken.clear()
            keys = [queue(n, run=f"k{kill_at}") for n in range(2)]

            die_of(deliverer(life, url, kill_at=kill_at))
            recover()

            assert [queries.mail(key).state for key in keys] == ["sent", "sent"], kill_at
            assert len(set(sink.ids)) == 2, f"lost at statement {kill_at}"
            assert len(sink.ids) <= 3, f"more than one copy too many at statement {kill_at}"


def test_two_deliverers_at_once_send_each_message_once(life, settings):
    keys = [queue(number, run="two") for number in range(60)]
    gate = life.house.folder / "gate"
    with open_sink() as (sink, url):
        processes = [deliverer(life, url, GATE=str(gate)) for _ in range(2)]
        gate.touch()
        words = [process.communicate(timeout=60)[0] for process in processes]

    assert [process.returncode for process in processes] == [0, 0], words
    assert len(sink.ids) == len(set(sink.ids)) == 60
    assert {queries.mail(key).state for key in keys} == {"sent"}


def test_the_worker_delivers_within_seconds_and_stops_when_asked(life):
    worker = life.start_ready()
    key = queue(1, run="worker")

    wait_for(lambda: queries.mail(key).state == "sent", seconds=10)
    assert len(list((life.house.folder / "mail").glob("*.eml"))) == 1

    worker.send_signal(signal.SIGTERM)
    assert worker.wait(15) == 0
