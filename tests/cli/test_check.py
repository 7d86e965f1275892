"""`recours check`: what is configured, what is missing, how to get it."""

import json

import pytest

from recours.cli.check import settings_answers
from recours.config.environment import SETTINGS


def test_a_new_installation_can_work_and_says_where_the_mail_goes(house):
    done = house.run("check")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Recours can work" in done.stdout
    assert "RECOURS_SMTP_URL" in done.stdout


def test_every_setting_has_its_line(house):
    printed = house.run("check", "--json").stdout

    subjects = {answer["subject"] for answer in json.loads(printed)["answers"]}
    assert {setting.name for setting in SETTINGS} <= subjects


@pytest.mark.parametrize(
    ("name", "value", "mended_by"),
    [
        ("RECOURS_DEBUG", "yes", "Write 0 or 1"),
        ("DATABASE_URL", "mysql://elsewhere/x", "postgresql://"),
        ("RECOURS_SECRET", "short", "32 characters"),
        ("RECOURS_LOG_ORIGIN", "two words", "without spaces"),
        ("RECOURS_URL", "example.fr", "https://"),
    ],
)
def test_a_bad_setting_stops_and_says_what_to_write(monkeypatch, name, value, mended_by):
    monkeypatch.setenv(name, value)

    answer = next(answer for answer in settings_answers() if answer.subject == name)

    assert answer.state == "stops"
    assert mended_by in answer.sentence


def test_a_secret_is_never_printed(monkeypatch):
    monkeypatch.setenv("RECOURS_SECRET", "s3cret" * 10)
    monkeypatch.setenv("RECOURS_SMTP_URL", "smtp://me:hunter2@mail.example:587")

    sentences = " ".join(answer.sentence for answer in settings_answers())

    assert "s3cret" not in sentences
    assert "hunter2" not in sentences


def test_a_mail_server_that_does_not_answer_is_named(house, monkeypatch):
    monkeypatch.setitem(house.extra, "RECOURS_SMTP_URL", "smtp://127.0.0.1:1")

    done = house.run("check")

    assert done.returncode == 0
    assert "127.0.0.1:1 does not answer" in done.stdout
