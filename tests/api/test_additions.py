"""A message and a file added to a complaint, each once per key."""

import hashlib
import io

import pytest
from PIL import Image

from recours.complaints.models import Complaint
from recours.correspondence.models import Attachment, Message
from recours.correspondence.queries import thread
from recours.trustlog.queries import entries
from tests.api.calling import Caller, fields_of, said


def picture(size=(8, 8), after=b""):
    drawn = io.BytesIO()
    Image.new("RGB", size, "teal").save(drawn, "PNG")
    return drawn.getvalue() + after


def file_of(data, name="ticket.png"):
    sent = io.BytesIO(data)
    sent.name = name
    return sent


@pytest.fixture
def reference(caller):
    return caller.lodged()


def received(reference):
    return [entry for entry in entries(reference) if entry.kind == "exchange.received"]


def test_a_message_joins_the_thread_and_the_log(caller, reference):
    answer = caller.post(f"/complaints/{reference}/messages", {"text": "J’ai retrouvé le ticket."})

    assert answer.status_code == 201
    message = thread(reference)[-1]
    assert answer.json() == {"message": message.id}
    assert (message.text, message.author, message.direction, message.channel) == (
        "J’ai retrouvé le ticket.",
        "Alice Rivoire",
        "in",
        "api",
    )
    assert len(received(reference)) == 1


def test_the_same_message_again_is_one_message(caller, reference):
    said_once = {"text": "J’ai retrouvé le ticket."}
    first = caller.post(f"/complaints/{reference}/messages", said_once, key="clef-du-soir")
    second = caller.post(f"/complaints/{reference}/messages", said_once, key="clef-du-soir")

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.content == second.content
    assert second["Idempotency-Replayed"] == "true"
    assert len(received(reference)) == 1


def test_h101_the_key_of_a_message_says_one_thing_on_one_complaint(caller, reference):
    other = caller.lodged()
    caller.post(f"/complaints/{reference}/messages", {"text": "Bonjour"}, key="clef-du-soir")

    for path, text in ((reference, "Bonsoir"), (other, "Bonjour")):
        answer = caller.post(f"/complaints/{path}/messages", {"text": text}, key="clef-du-soir")
        assert said(answer) == (422, "idempotency_key_reused")


@pytest.mark.parametrize("text", ["", " \n\t", "a" * 6_001, "a\u0007", None, 12])
def test_a_message_that_says_nothing_is_refused(caller, reference, text):
    answer = caller.post(f"/complaints/{reference}/messages", {"text": text})

    assert said(answer) == (422, "invalid")
    assert fields_of(answer) == ["text"]


def test_h102_every_addition_needs_a_key(caller, reference):
    path = f"/complaints/{reference}"
    message = caller.post(f"{path}/messages", {"text": "Bonjour"}, key=None)
    upload = caller.client.post(
        f"/api/v1{path}/attachments", {"file": file_of(picture())}, headers=caller.headers
    )

    assert said(message) == said(upload) == (400, "idempotency_key_missing")
    assert not received(reference)


def test_a_picture_joins_the_thread(caller, reference):
    data = picture()

    answer = caller.upload(f"/complaints/{reference}/attachments", file=file_of(data))

    assert answer.status_code == 201
    kept = answer.json()
    assert (kept["type"], kept["size"]) == ("image/png", len(data))
    assert kept["sha256"] == hashlib.sha256(data).hexdigest()
    assert [one.id for one in thread(reference)[-1].attachments] == [kept["attachment"]]


def test_the_same_file_again_is_one_attachment(caller, reference):
    path = f"/complaints/{reference}/attachments"
    first = caller.upload(path, key="clef-du-soir", file=file_of(picture()))
    second = caller.upload(path, key="clef-du-soir", file=file_of(picture()))
    third = caller.upload(path, key="clef-du-soir", file=file_of(picture((9, 9))))

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.content == second.content
    assert said(third) == (422, "idempotency_key_reused")
    assert Attachment.objects.count() == 1
    assert len(received(reference)) == 1


@pytest.mark.parametrize(
    "data", [b"", b"MZ\x90\x00\x03", b"<html><script>1</script></html>", b"<svg></svg>"]
)
def test_a_file_we_do_not_take_is_refused_in_words(caller, reference, data):
    answer = caller.upload(f"/complaints/{reference}/attachments", file=file_of(data, "a.png"))

    assert said(answer) == (422, "file_refused")
    assert not Attachment.objects.exists()
    assert Message.objects.filter(about=reference, direction="in").count() == 1


def test_ten_megabytes_are_taken_and_one_byte_more_is_not(caller, reference):
    most = 10 * 1024 * 1024
    exact = picture(after=b"\0" * (most - len(picture())))
    path = f"/complaints/{reference}/attachments"

    assert caller.upload(path, file=file_of(exact)).status_code == 201
    assert said(caller.upload(path, file=file_of(exact + b"\0"))) == (413, "too_large")
    assert said(caller.upload(path, file=file_of(exact * 2))) == (413, "too_large")


def test_what_comes_beside_the_file_is_refused_by_name(caller, reference):
    answer = caller.upload(
        f"/complaints/{reference}/attachments",
        file=file_of(picture()),
        about="R-2026-1",
        two=file_of(b"a"),
    )

    assert said(answer) == (422, "invalid")
    assert fields_of(answer) == ["about", "two"]
    assert not Attachment.objects.exists()


def test_two_files_at_once_and_none_are_refused(caller, reference):
    path = f"/complaints/{reference}/attachments"
    two = caller.upload(path, file=[file_of(picture()), file_of(picture((9, 9)))])
    none = caller.upload(path)

    assert said(two) == said(none) == (422, "invalid")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--b\r\n",
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx',
        b"--other\r\n\r\n--other--",
    ],
)
def test_an_upload_cut_short_is_refused_and_leaves_nothing(caller, reference, body):
    answer = caller.post(
        f"/complaints/{reference}/attachments", body, content_type="multipart/form-data; boundary=b"
    )

    assert answer.status_code in {400, 415, 422}
    assert said(answer)
    assert not Attachment.objects.exists()


def test_an_upload_without_its_boundary_is_refused(caller, reference):
    answer = caller.post(
        f"/complaints/{reference}/attachments", b"x" * 100, content_type="multipart/form-data"
    )

    assert said(answer) == (400, "bad_request")


def test_reading_is_not_enough_to_add(token_for, reference):
    reader = Caller(token_for("complaints:read").plain)

    assert said(reader.post(f"/complaints/{reference}/messages", {"text": "a"}))[0] == 403
    assert said(reader.upload(f"/complaints/{reference}/attachments"))[0] == 403
    assert Complaint.objects.count() == 1
