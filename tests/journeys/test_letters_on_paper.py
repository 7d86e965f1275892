"""A letter on paper: scanned, read by a real engine, confirmed, and its days counted."""

import os
import shutil
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from recours.complaints.queries import complaint_card
from recours.correspondence.commands.post_letter import post_letter
from recours.correspondence.commands.print_batch import print_batch
from recours.correspondence.commands.take_in_letter import take_in_letter
from recours.correspondence.commands.take_in_scans import take_in_scans
from recours.correspondence.departures import departures
from recours.correspondence.errors import LetterAlreadyFiled, RefusedAttachment
from recours.correspondence.file_cards import attachment_texts, views_of
from recours.correspondence.letter_cards import letter_card, letters_waiting
from recours.correspondence.models import ArrivedLetter, Attachment
from recours.correspondence.queries import thread
from recours.journeys.deliver_messages import deliver_messages
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.journeys.read_letter import read_letter
from recours.journeys.register_letter import LetterDays, LetterSaid, register_letter
from recours.kernel.days import legal_day
from recours.loyalty.commands.create_programme import create_programme
from recours.people.commands.register_members import register_members
from recours.people.errors import NotYours
from recours.people.queries import contact_points
from recours.people.rules import Actor, MemberRow
from recours.scans.engines import chosen_engine
from recours.trustlog.commands.create_log_key import create_log_key
from tests.scans.paper import letter

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 12, 17, 42, tzinfo=UTC)
BASILE = Actor(kind="staff", key="b", roles=frozenset({"agent"}), name="Basile Nguyen")
SAID = LetterSaid(
    name="Alice Rivoire",
    text="Il me manque des points.",
    programme="bellerive",
    address="4 rue du Calvaire\n44000 Nantes",
)


@pytest.fixture(autouse=True)
def _house(data_folder):
    create_log_key()
    create_programme(code="bellerive", name="Bellerive & moi", at=AT)


@pytest.fixture
def engine():
    if not chosen_engine():
        pytest.skip("nothing reads here: pip install 'recours[ocr]'")


def scanned(data=None, name="scan001.jpg"):
    return take_in_letter(data=data or letter(), name=name, source="upload", at=AT).id


def test_a_letter_is_read_and_its_fields_proposed(engine):
    row = MemberRow(
        member="m1", card="2990012345672", first_name="Alice", last_name="Rivoire", email=""
    )
    register_members(programme="bellerive", rows=[row], at=AT)
    key = scanned()

    assert read_letter(letter=key, at=AT)

    said = letter_card(key).proposed
    assert said["written_on"] == "2026-11-03"
    assert said["sender_name"] == "Alice Rivoire"
    assert said["sender_address"] == "4 rue du Calvaire, 44000 Nantes"
    assert (said["card"], said["card_checks"]) == ("2990012345672", True)
    assert [one["member"] for one in said["people"]] == ["m1"]
    assert said["confidence"] > 80


def test_the_postmark_starts_the_clocks_and_the_day_of_arrival_is_kept():
    key = scanned()
    days = LetterDays(date(2026, 11, 6), posted_on=date(2026, 11, 4), dated=date(2026, 11, 3))

    reference = register_letter(letter=key, days=days, said=SAID, actor=BASILE, at=AT)

    card, kept = complaint_card(reference), letter_card(key)
    assert (card.channel, card.written_on) == ("letter", date(2026, 11, 4))
    paris = card.received_at.astimezone(ZoneInfo("Europe/Paris"))
    assert paris.date() == date(2026, 11, 6)
    assert {clock.starts_on for clock in card.clocks} == {date(2026, 11, 4)}
    assert (kept.received_on, kept.posted_on, kept.dated) == (
        date(2026, 11, 6),
        date(2026, 11, 4),
        date(2026, 11, 3),
    )
    assert (kept.state, kept.about) == ("filed", reference)
    message, receipt = thread(reference)
    assert message.channel == "letter"
    assert (receipt.template, receipt.channel, receipt.direction) == ("", "letter", "out")
    (leaving,) = departures("to_print")
    assert leaving.address == ("4 rue du Calvaire", "44000 Nantes")
    assert reference in receipt.text
    assert [file.name for file in message.attachments] == ["scan001.jpg"]
    post = [one.address for one in contact_points(card.customer) if one.kind == "post"]
    assert post == ["4 rue du Calvaire\n44000 Nantes"]


def test_without_a_postmark_the_day_of_arrival_starts_the_clocks():
    days = LetterDays(date(2026, 11, 6), dated=date(2026, 11, 3))

    reference = register_letter(letter=scanned(), days=days, said=SAID, actor=BASILE, at=AT)

    assert complaint_card(reference).written_on == date(2026, 11, 6)


def test_a_letter_joins_its_case_and_writes_what_was_only_said():
    spoken = Lodging(
        key="call",
        kind="AUT",
        programme="bellerive",
        name="Alice Rivoire",
        email="alice@exemple.fr",
        story="Il me manque des points.",
        channel="phone",
        oral=True,
    )
    reference = lodge_complaint(lodging=spoken, at=AT - timedelta(days=9)).reference
    assert complaint_card(reference).written_on is None
    days = LetterDays(date(2026, 11, 6), posted_on=date(2026, 11, 4))
    key = scanned()

    found = register_letter(
        letter=key, days=days, said=SAID, complaint=reference, actor=BASILE, at=AT
    )

    assert found == reference
    assert complaint_card(reference).written_on == date(2026, 11, 4)
    assert [m.channel for m in thread(reference) if m.channel == "letter"] == ["letter"]
    assert [view.name for view in views_of(reference)] == ["scan001.jpg"]


def test_a_letter_is_registered_once_and_only_on_a_case_one_sees():
    key, days = scanned(), LetterDays(date(2026, 11, 6))
    with pytest.raises(NotYours):
        register_letter(
            letter=key, days=days, said=SAID, complaint="R-2026-99999-X", actor=BASILE, at=AT
        )
    assert letter_card(key).is_open
    register_letter(letter=key, days=days, said=SAID, actor=BASILE, at=AT)

    with pytest.raises(LetterAlreadyFiled):
        register_letter(letter=key, days=days, said=SAID, actor=BASILE, at=AT)


def test_the_words_of_a_letter_are_found_with_its_case(engine):
    key = scanned()
    read_letter(letter=key, at=AT)
    days = LetterDays(date(2026, 11, 6))

    reference = register_letter(letter=key, days=days, said=SAID, actor=BASILE, at=AT)

    [words] = attachment_texts(reference)
    assert "théière" in words.text


def test_the_same_scan_twice_is_one_letter():
    data = letter()
    first = take_in_letter(data=data, name="a.jpg", source="upload", at=AT)
    second = take_in_letter(data=data, name="b.jpg", source="folder", at=AT)

    assert (first.new, second.new, first.id) == (True, False, second.id)
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("data", [b"", b"bonjour", b"MZ\x90\x00"])
def test_what_is_no_scan_is_refused_with_a_sentence(data):
    with pytest.raises(RefusedAttachment):
        take_in_letter(data=data, name="a.jpg", source="upload", at=AT)


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def put(folder, name, data, age=60):
    place = folder / name
    place.write_bytes(data)
    os.utime(place, (AT.timestamp() - age, AT.timestamp() - age))
    return place


def test_the_scanners_folder_is_emptied_into_done(inbox):
    data = letter()
    put(inbox, "scan.jpg", data)
    put(inbox, "encore.jpg.part", data)
    put(inbox, ".cache", data)
    put(inbox, "en-cours.jpg", data[: len(data) // 2], age=2)
    put(inbox, "notes.txt", b"rien")
    (inbox / "lien.jpg").symlink_to(inbox / "scan.jpg")

    assert take_in_scans(folder=inbox, at=AT) == 1

    assert [path.name for path in (inbox / "done").rglob("*.jpg")] == ["scan.jpg"]
    assert [path.name for path in (inbox / "refused").rglob("*.txt")] == ["notes.txt"]
    left = {path.name for path in inbox.iterdir() if not path.is_dir()}
    assert left == {"encore.jpg.part", ".cache", "en-cours.jpg", "lien.jpg"}
    [card] = letters_waiting()
    assert (card.source, card.name) == ("folder", "scan.jpg")
    put(inbox, "scan.jpg", letter(turn=2))
    take_in_scans(folder=inbox, at=AT)
    assert {p.name for p in (inbox / "done").rglob("*.jpg")} == {"scan.jpg", "scan-2.jpg"}


def test_killed_between_keeping_and_moving_nothing_is_doubled(inbox, monkeypatch):
    put(inbox, "scan.jpg", letter())

    def killed(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("recours.correspondence.commands.take_in_scans._move", killed)
        with pytest.raises(KeyboardInterrupt):
            take_in_scans(folder=inbox, at=AT)
    assert ArrivedLetter.objects.count() == 1  # kept first: losing it was never possible

    assert take_in_scans(folder=inbox, at=AT) == 1

    assert ArrivedLetter.objects.count() == 1
    assert not (inbox / "scan.jpg").exists()


def test_killed_before_keeping_the_file_is_still_there(inbox, monkeypatch):
    put(inbox, "scan.jpg", letter())

    def killed(**_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("recours.correspondence.commands.take_in_letter.keep_file", killed)
        with pytest.raises(KeyboardInterrupt):
            take_in_scans(folder=inbox, at=AT)

    assert (inbox / "scan.jpg").exists()
    assert take_in_scans(folder=inbox, at=AT) == 1


def test_no_folder_is_nothing_to_do(inbox):
    shutil.rmtree(inbox)
    assert take_in_scans(folder=inbox, at=AT) == 0


def test_the_receipt_is_sent_once_the_letter_is_handed_to_the_post():
    days = LetterDays(date(2026, 11, 6))
    reference = register_letter(letter=scanned(), days=days, said=SAID, actor=BASILE, at=AT)
    print_batch(by="Chloé Martin", language="fr", at=AT)
    deliver_messages(at=AT, limit=5)
    assert receipt_clock(reference).met_at is None, "printed is not sent"

    (letter,) = departures("printed")
    post_letter(message=letter.id, to="posted", on=date(2026, 11, 12), by="Chloé Martin", at=AT)
    deliver_messages(at=AT, limit=5)

    met = receipt_clock(reference).met_at
    assert met is not None
    assert legal_day(met) == date(2026, 11, 12)


def receipt_clock(reference):
    return next(one for one in complaint_card(reference).clocks if one.rule == "A-ACK-ACPR")
