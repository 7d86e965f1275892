"""Letters that leave by post: written, printed together, handed to the post, brought back."""

from datetime import date, timedelta

import pypdfium2
import pytest

from recours.correspondence import queries
from recours.correspondence.commands.post_letter import post_letter
from recours.correspondence.commands.prefer import prefer
from recours.correspondence.commands.print_batch import MOST, print_batch
from recours.correspondence.commands.queue_letter import queue_letter
from recours.correspondence.commands.reach_customer import reach_customer
from recours.correspondence.commands.render_letter import render_letter
from recours.correspondence.commands.settle_unreached import settle_unreached
from recours.correspondence.departures import (
    batch_pdf,
    departure,
    departures,
    departures_of,
    latest_batches,
    to_reach_otherwise,
    waiting_letters,
    wish_of,
)
from recours.correspondence.errors import MessageNotFound, NoSuchWay, NothingToPrint
from recours.correspondence.models import Departure
from recours.jobs.models import Job
from recours.kernel.references import make_reference
from recours.kernel.states import ForbiddenMove
from recours.people.commands.mark_contact import mark_contact
from recours.people.commands.recognise_customer import recognise_customer
from recours.people.commands.set_postal_address import set_postal_address
from recours.people.queries import contact_points
from recours.worker.handlers import HANDLERS
from tests.correspondence.casting import ALICE, AT, LETTER, MAILS

pytestmark = pytest.mark.django_db

CASE = make_reference(2026, 4817)
ADDRESS = ("4 rue du Calvaire", "35000 Rennes")
TODAY = date(2026, 11, 12)
DAY = timedelta(days=1)


def letter(key="l1", **changes):
    asked = {
        "about": CASE,
        "address": "\n".join(ADDRESS),
        "to_name": "Alice Rivoire",
        "language": "fr",
        "template": "progress",
        "values": MAILS["progress"],
        "at": AT,
        "key": key,
    }
    return queue_letter(**(asked | changes))


def words_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def where(pdf, words):
    """Return the box of these words on the first page, in millimetres from the top left."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        text = page.get_textpage()
        start, count = text.search(words).get_next()
        boxes = [text.get_charbox(start + i) for i in range(count)]
        high = page.get_height()
    mm = 25.4 / 72
    left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
    top, foot = max(b[3] for b in boxes), min(b[1] for b in boxes)
    return left * mm, (high - top) * mm, right * mm, (high - foot) * mm


@pytest.mark.parametrize("template", ["answer", "message"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_address_shows_in_the_window_however_the_sheet_slides(template, language):
    lines = ["Résidence des Trois Ormeaux", "Bâtiment C, appartement 12", *ADDRESS, "FRANCE"]
    values = {**LETTER, "subject": "Bonjour", "text": "Un mot.\n" * 30}
    values["customer"] = {"name": "Alice Rivoire", "address": lines}
    pdf = render_letter(template=template, values=values, language=language)

    for line in ("Alice Rivoire", *lines):
        left, top, right, foot = where(pdf, line)
        # envelope 220 × 110, window 45 × 100 at 20 mm of the right and of the foot; the sheet,
        # 210 × 99 once folded, slides 10 mm to the right and 11 mm down
        assert left > 100, line
        assert right + 10 < 200, line
        assert top > 45, line
        assert foot + 11 < 90, line


def test_nothing_else_shows_in_the_window():
    values = {**LETTER, "customer": {"name": "Alice Rivoire", "address": list(ADDRESS)}}
    pdf = render_letter(template="answer", values=values, language="fr")

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        mm, high = 72 / 25.4, page.get_height()
        seen = page.get_textpage().get_text_bounded(
            left=90 * mm, right=200 * mm, top=high - 34 * mm, bottom=high - 90 * mm
        )
    assert seen.split() == ["Alice", "Rivoire", "4", "rue", "du", "Calvaire", "35000", "Rennes"]


def test_a_letter_is_written_in_the_thread_once():
    assert letter() == letter()

    (message,) = queries.thread(CASE)
    assert (message.channel, message.direction, message.audience) == ("letter", "out", "customer")
    assert waiting_letters() == 1


def test_the_batch_is_one_pdf_with_a_sheet_before_each_letter():
    first = letter("l1", to_name="Alice Rivoire")
    letter("l2", to_name="Zoé Martin", at=AT + DAY)

    batch = print_batch(by="Basile Nguyen", language="fr", at=AT + 2 * DAY)

    pages = words_of(batch_pdf(batch))
    assert "Lettre 1 sur 2" in pages[0]
    assert "Alice Rivoire" in pages[0]
    assert "J'ai posé la question" in pages[1].replace("’", "'")
    assert any("Lettre 2 sur 2" in page and "Zoé Martin" in page for page in pages[2:])
    assert [one.state for one in departures_of(batch)] == ["printed", "printed"]
    assert (waiting_letters(), latest_batches()[0].letters) == (0, 2)
    assert [d.what for d in queries.deliveries(first)] == ["printed"]
    with pytest.raises(NothingToPrint):
        print_batch(by="Chloé Martin", language="fr", at=AT + 2 * DAY)


def test_a_batch_holds_no_more_than_a_person_folds(monkeypatch):
    monkeypatch.setattr("recours.correspondence.commands.print_batch.MOST", 2)
    assert MOST == 40
    for number in range(3):
        letter(f"l{number}", at=AT + number * DAY)

    print_batch(by="Basile", language="fr", at=AT)
    assert waiting_letters() == 1


def test_the_letter_that_was_written_is_what_is_printed(data_folder):
    from recours.correspondence.commands.write_letter import write_letter  # noqa: PLC0415

    kept = write_letter(about=CASE, kind="answer", values=LETTER, language="fr", at=AT)
    letter(template="answer", values=MAILS["answer"], attachments=[kept.attachment.id])

    pages = words_of(batch_pdf(print_batch(by="Basile", language="fr", at=AT)))
    assert "Notre réponse" in pages[1]


def step(key, to, on=TODAY):
    post_letter(message=key, to=to, on=on, by="Basile Nguyen", at=AT + DAY)


def test_posted_and_undone_and_posted_again():
    key = letter()
    print_batch(by="Basile Nguyen", language="fr", at=AT)
    step(key, "posted")
    assert departure(key).posted_on == TODAY
    step(key, "printed")
    assert (departure(key).state, departure(key).posted_on) == ("printed", None)
    post_letter(message=key, to="posted", on=TODAY + DAY, by="Chloé", at=AT + 2 * DAY)

    told = [(d.what, d.server) for d in queries.deliveries(key)]
    assert told == [
        ("printed", ""),
        ("posted", "La Poste"),
        ("withdrawn", ""),
        ("posted", "La Poste"),
    ]


def test_a_letter_not_printed_cannot_be_posted():
    key = letter()
    with pytest.raises(ForbiddenMove):
        step(key, "posted")
    with pytest.raises(MessageNotFound):
        step("nothing", "posted")
    step(key, "cancelled")
    assert waiting_letters() == 0


@pytest.fixture
def alice():
    return recognise_customer(name="Alice Rivoire", email=ALICE, phone="", language="fr", at=AT)


def reach(customer, key="r1", **changes):
    asked = {
        "about": CASE,
        "customer": customer,
        "language": "fr",
        "template": "progress",
        "values": MAILS["progress"],
        "at": AT,
        "key": key,
    }
    return reach_customer(**(asked | changes))


def route(key):
    (found,) = [one for one in queries.thread(CASE) if one.id == key]
    return found


def test_an_address_that_works_receives_an_email_and_the_reason_is_kept(alice):
    message = route(reach(alice))

    assert (message.channel, message.route.way) == ("email", "email")
    assert "l’adresse reçoit" in message.route.words("fr")


def test_when_the_email_fails_a_letter_leaves(alice):
    set_postal_address(customer=alice, lines=ADDRESS, at=AT)
    mark_contact(kind="email", address=ALICE, failing=True, at=AT)

    message = route(reach(alice))

    assert (message.channel, message.route.way) == ("letter", "letter")
    (waiting,) = departures("to_print")
    assert (waiting.address, waiting.to_name) == (ADDRESS, "Alice Rivoire")
    assert queries.mailbox() == []


def test_when_nothing_works_somebody_is_asked_to_find_another_way(alice):
    mark_contact(kind="email", address=ALICE, failing=True, at=AT)
    key = reach(alice)

    assert route(key).channel == "portal"
    assert [one.message for one in to_reach_otherwise()] == [key]
    settle_unreached(message=key, by="Basile Nguyen", at=AT)
    assert to_reach_otherwise() == []
    with pytest.raises(MessageNotFound):
        settle_unreached(message=key, by="Basile Nguyen", at=AT)


def test_a_letter_that_comes_back_ends_the_address(alice):
    set_postal_address(customer=alice, lines=ADDRESS, at=AT)
    prefer(customer=alice, way="letter", also=[], at=AT)
    key = reach(alice)
    print_batch(by="Basile", language="fr", at=AT)
    step(key, "posted")
    step(key, "returned", on=TODAY + DAY)

    (post,) = [one for one in contact_points(alice) if one.kind == "post"]
    assert post.failing_since is not None
    assert route(reach(alice, key="r2")).route.reason == "no-post-address"

    step(key, "posted")
    (post,) = [one for one in contact_points(alice) if one.kind == "post"]
    assert post.failing_since is None


def test_the_same_message_has_one_channel_whatever_changes_after(alice):
    key = reach(alice)
    set_postal_address(customer=alice, lines=ADDRESS, at=AT)
    prefer(customer=alice, way="letter", also=[], at=AT)

    assert reach(alice) == key
    assert waiting_letters() == 0
    assert len(queries.mailbox()) == 1


def test_a_wish_is_kept_and_an_unknown_one_refused(alice):
    prefer(customer=alice, way="letter", also=["sms"], at=AT)
    assert (wish_of(alice).way, wish_of(alice).also) == ("letter", ("sms",))
    for way, also in (("pigeon", []), ("sms", []), ("email", ["letter"])):
        with pytest.raises(NoSuchWay):
            prefer(customer=alice, way=way, also=also, at=AT)
    assert wish_of("nobody").way == ""


def test_the_worker_sets_a_letter_that_waits_and_the_printer_finds_it_ready():
    key = letter()
    (job,) = Job.objects.filter(kind="correspondence.set_departure")
    HANDLERS[job.kind](job.payload, AT)
    HANDLERS[job.kind](job.payload, AT)

    ready = Departure.objects.get(pk=key).attachment
    assert ready is not None
    print_batch(by="Basile", language="fr", at=AT)
    (message,) = queries.thread(CASE)
    assert [file.id for file in message.attachments] == [str(ready.pk)], "set once"
