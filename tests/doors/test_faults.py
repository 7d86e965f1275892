"""The disk is full, the clock jumps: nothing is lost, and it works again by itself."""

import os
import shutil
import smtplib
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
import time_machine
from django.db import connection

from recours.journeys.file_waiting_mail import file_waiting_mail
from recours.mailroom.models import Incoming
from recours.mailroom.queries import boxes, raw_of
from recours.worker.doors import listen_lmtp as listening
from recours.worker.doors.listen_lmtp import listen_lmtp
from recours.worker.doors.watch_mailbox import empty_mailbox
from tests.doors.conftest import until
from tests.doors.dovecot import free_port
from tests.doors.test_imap import box, mail
from tests.houses import ROOT

LARGE = b"Subject: large\r\n\r\n" + b"0123456789abcdef" * 30_000 + b"\r\n"
OURS = "reclamations@recours.invalid"
COUNT = (
    "import django; django.setup()\n"
    "from recours.mailroom.models import Incoming\n"
    "print(Incoming.objects.filter(original=None).count())"
)


@contextmanager
def a_small_disk(folder):
    """Mount a disk of forty megabytes, where this machine allows it."""
    folder.mkdir(exist_ok=True)
    if not Path("/bin/mount").exists():
        pytest.skip("mounting is not possible here")
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", folder],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip(f"mounting is not allowed here: {mounted.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["/bin/umount", "-l", folder], check=True)


@contextmanager
def receiving(house, port, **more):
    process = subprocess.Popen(
        [sys.executable, "-m", "recours.cli.main", "receive", "--lmtp", f"127.0.0.1:{port}"],
        env=house.env | more,
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(lambda: reached(port), 30)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def reached(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def send(port, number):
    """Hand one large message over; return what the server answers."""
    raw = LARGE.replace(b"large", b"large %d" % number, 1)
    with smtplib.LMTP("127.0.0.1", port, timeout=60) as client:
        try:
            client.sendmail("alice@exemple.fr", [OURS], raw)
        except smtplib.SMTPDataError as refused:
            return refused.smtp_code
    return 250


@pytest.mark.slow
@pytest.mark.skipif(os.environ.get("DATABASE_URL", "") != "", reason="the disk of SQLite")
def test_a_full_disk_refuses_for_now_loses_nothing_and_works_again_when_space_returns(
    house, dovecot, account, tmp_path
):
    with a_small_disk(tmp_path / "disk") as disk:
        shutil.copytree(house.folder, disk, dirs_exist_ok=True)
        house.extra["RECOURS_DATA"] = str(disk)
        ballast, port = disk / "ballast", free_port()
        with receiving(house, port):
            ballast.write_bytes(b"\0" * (_free(disk) - 3_000_000))
            answers = [send(port, number) for number in range(12)]
            kept = answers.count(250)
            assert set(answers) == {250, 452}
            assert answers[-1] == 452
            dovecot.put(account, mail(1, more=LARGE))
            assert _empty(house, dovecot, account) == 1  # it says so, and the mail stays there
            assert dovecot.folders(account) == {"INBOX": 1}

            ballast.unlink()
            assert send(port, 100) == 250  # by itself, without being started again
            again = [send(port, n) for n, said in enumerate(answers) if said != 250]
            assert set(again) == {250}
        assert _empty(house, dovecot, account) == 0
        assert "INBOX" not in dovecot.folders(account)
        counted = int(house.python("-c", COUNT).stdout)
        assert counted == kept + 1 + len(again) + 1
        doctor = house.run("doctor", "--deep")
        assert "mailroom" in doctor.stdout
        assert "BREACH mailroom" not in doctor.stdout


def _free(disk):
    found = os.statvfs(disk)
    return found.f_bavail * found.f_frsize


def _empty(house, dovecot, account):
    password = quote(dovecot.password, safe="")
    house.extra["RECOURS_MAILBOXES"] = (
        f"imap://{account}:{password}@127.0.0.1:{dovecot.port}/INBOX?name={account}"
    )
    done = house.run("receive", "--once")
    assert password not in done.stdout + done.stderr
    assert dovecot.password not in done.stdout + done.stderr
    return done.returncode


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(os.environ.get("DATABASE_URL", "") != "", reason="pages of SQLite")
def test_a_database_that_may_not_grow_refuses_for_now(stopping):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no page that other tests left empty
    port, ready = free_port(), threading.Event()
    threading.Thread(
        target=listen_lmtp, args=(f"127.0.0.1:{port}", stopping, ready), name="door"
    ).start()
    assert ready.wait(10)
    real = listening.take_in

    def small(**message):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            pages = cursor.fetchone()[0] + room[0]
            cursor.execute(f"PRAGMA max_page_count = {pages}")
        return real(**message)

    room = [2]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listening, "take_in", small)
        assert send(port, 1) == 452
        room[0] = 10_000
        assert send(port, 1) == 250
    assert Incoming.objects.count() == 1
    assert "refused for now" in boxes()[0].trouble


JUMPS = {
    "400 days back": [timedelta(0), timedelta(days=-400), timedelta(minutes=1)],
    "two hours on": [timedelta(0), timedelta(hours=2), timedelta(minutes=1)],
    "400 days on, and back": [timedelta(0), timedelta(days=400), timedelta(minutes=2)],
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_jumps_loses_and_doubles_nothing(dovecot, account, jump):
    start = datetime.now(tz=UTC)
    there = box(dovecot, account, security="none", port=dovecot.port)
    for number, shift in enumerate(JUMPS[jump]):
        dovecot.put(account, mail(number))
        with time_machine.travel(start + shift, tick=True):
            assert empty_mailbox(there).taken == 1
            file_waiting_mail(at=datetime.now(tz=UTC), limit=10)

    assert [raw_of(str(row.pk)) for row in Incoming.objects.order_by("place")] == [
        mail(n) for n in range(3)
    ]
    assert not Incoming.objects.filter(state="pending").exists()
    assert sum(dovecot.folders(account).values()) == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("day", [(2027, 3, 28), (2026, 10, 25)])
def test_the_nights_when_the_hour_changes_are_nights_like_others(dovecot, account, day):
    night = datetime(*day, 0, 59, 58, tzinfo=UTC)
    there = box(dovecot, account, security="none", port=dovecot.port)
    for number in range(3):
        dovecot.put(account, mail(number))
        with time_machine.travel(night + number * timedelta(minutes=1), tick=True):
            assert empty_mailbox(there).taken == 1

    times = list(Incoming.objects.order_by("place").values_list("received_at", flat=True))
    assert times == sorted(times)
    assert times[-1] - times[0] < timedelta(minutes=3)
