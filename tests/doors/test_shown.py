"""How each mailbox goes is said to whoever looks after the machine: on the desk, in a shell."""

import json
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from recours.config.environment import SETTINGS, BadSetting
from recours.mailroom.commands.report_box import report_box
from recours.mailroom.rules.mailboxes import BadMailbox, read_mailboxes
from recours.people.commands.create_staff import create_staff
from tests.web.signing import sign_in_staff

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
BOX = "imaps://desk%40example.fr:hush-hush@imap.example.fr/INBOX?name=desk"
MAILBOXES = next(setting for setting in SETTINGS if setting.name == "RECOURS_MAILBOXES")


@pytest.mark.django_db
def test_the_technical_page_names_each_mailbox_its_backlog_and_its_last_trouble():
    create_staff(
        email="chloe@bellerive.invalid",
        name="Chloé Martin",
        title_fr="Responsable",
        roles=["supervisor"],
        points_limit=0,
        at=NOW,
    )
    client = Client(headers={"accept-language": "fr"})
    sign_in_staff(client, get_user_model().objects.get(email="chloe@bellerive.invalid").pk)
    report_box(name="réclamations", door="imap", at=NOW, backlog=12)
    report_box(name="litiges", door="imap", at=NOW, trouble="the server does not answer")

    page = client.get("/bureau/suivi-technique/").content.decode()

    assert "réclamations" in page
    assert ">12<" in page
    assert "En panne" in page
    assert "the server does not answer" in page


def test_the_check_says_how_each_mailbox_goes_and_never_its_password(house):
    house.extra.update(RECOURS_MAILBOXES=BOX, RECOURS_LMTP="127.0.0.1:2424")
    never = house.run("check", "--json").stdout
    report = (
        "import django; django.setup()\n"
        "from datetime import UTC, datetime\n"
        "from recours.mailroom.commands.report_box import report_box\n"
        "at = datetime(2026, 11, 22, 9, tzinfo=UTC)\n"
        "report_box(name='desk', door='imap', at=at, trouble='signing in is refused')\n"
        "report_box(name='127.0.0.1:2424', door='lmtp', at=at)\n"
    )
    house.python("-c", report)
    told = house.run("check", "--json").stdout

    before = {line["subject"]: line for line in json.loads(never)["answers"]}
    after = {line["subject"]: line for line in json.loads(told)["answers"]}
    assert "not looked at yet" in before["mailbox desk"]["sentence"]
    assert after["mailbox desk"]["state"] == "missing"
    assert "signing in is refused" in after["mailbox desk"]["sentence"]
    assert after["lmtp 127.0.0.1:2424"]["state"] == "good"
    assert "hush" not in never + told


@pytest.mark.parametrize(
    "text",
    [
        "pop3://a:hush@b/INBOX",
        "imaps://host/INBOX",
        "imaps://a:hush@b/INBOX?nmae=x",
        "imaps://a:hush@b:port/INBOX",
        "imaps://a:hush@b/ imaps://a:hush@b/",
        "/nowhere/at/all",
    ],
)
def test_a_mailbox_that_cannot_be_read_is_refused_without_its_password(text):
    with pytest.raises(BadMailbox) as refused:
        read_mailboxes(text)
    with pytest.raises(BadSetting) as stopped:
        MAILBOXES.read({"RECOURS_MAILBOXES": text})
    assert "hush" not in str(refused.value) + str(stopped.value)


def test_mailboxes_are_read_from_a_setting_or_from_a_file(tmp_path):
    file = tmp_path / "mailboxes"
    file.write_text(f"# the desk\n\n{BOX}\nimap://a:b@localhost:143/Litiges%20anciens\n")

    desk, local = read_mailboxes(str(file))
    (remote,) = read_mailboxes("imap://a%40b.fr:c@mail.example.fr/")

    assert (desk.name, desk.user, desk.password) == ("desk", "desk@example.fr", "hush-hush")
    assert (desk.port, desk.security, desk.folder) == (993, "tls", "INBOX")
    assert (local.security, local.folder) == ("none", "Litiges anciens")  # this machine only
    assert (remote.security, remote.name, remote.folder) == ("starttls", "a@b.fr", "INBOX")
    assert "hush" not in repr(desk)
