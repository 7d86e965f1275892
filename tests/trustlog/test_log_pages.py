"""The log and the verification page as the site serves them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from recours.kernel.checkpoints import open_checkpoint
from recours.kernel.merkle import root
from recours.kernel.notes import parse_vkey
from recours.kernel.tiles import nodes_in_tiles, split_bundle
from recours.trustlog.commands.sequence import sequence
from recours.trustlog.queries import log_public_key, receipt_for
from tests.browsers import PHONE, barriers, overflows
from tests.trustlog.telling import AT, COMPLAINT, tell, tell_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def _published(log):
    tell_many(298)
    tell(COMPLAINT, "complaint.lodged", "points.restored", first=True)
    sequence(at=AT)


def test_before_the_first_signature_there_is_nothing_to_read(client, log):
    assert client.get("/log/checkpoint").status_code == 404


@pytest.mark.usefixtures("_published")
def test_the_signed_state_is_fresh_plain_text(client):
    answer = client.get("/log/checkpoint")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=5"
    assert open_checkpoint(answer.content, parse_vkey(log_public_key())).size == 300


@pytest.mark.usefixtures("_published")
def test_an_outsider_recomputes_the_root_from_what_is_served(client):
    state = open_checkpoint(client.get("/log/checkpoint").content, parse_vkey(log_public_key()))
    nodes = nodes_in_tiles(state.size, lambda tile: client.get(f"/log/{tile.path}").content)
    assert root(state.size, nodes) == state.root


@pytest.mark.usefixtures("_published")
def test_tiles_are_bytes_that_may_be_kept_for_ever(client):
    answer = client.get("/log/tile/entries/001.p/44")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert len(split_bundle(answer.content)) == 44
    assert client.head("/log/tile/0/000").status_code == 200


@pytest.mark.usefixtures("_published")
@pytest.mark.parametrize(
    "name",
    [
        "0/002",
        "0/001",
        "0/001.p/45",
        "0/1",
        "00/000",
        "entries/000.p/0",
        "0/../../keys/log.key",
        "..%2f..%2fkeys%2flog.key",
        "0/%2e%2e/%2e%2e/last-signed.json",
        "../last-signed.json",
        "0/000/",
        "",
        "0/000%00",
        "/etc/passwd",
    ],
)
def test_nothing_else_is_served(client, name):
    assert client.get(f"/log/tile/{name}").status_code == 404


@pytest.mark.usefixtures("_published")
def test_the_log_is_only_read(client):
    assert client.post("/log/checkpoint").status_code == 405


def sent(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.usefixtures("_published")
def test_without_script_the_server_verifies(client):
    receipt = receipt_for(COMPLAINT)
    form = {"key": log_public_key(), "receipt": sent(receipt.file_name, receipt.data)}
    page = client.post("/verifier/", form).content.decode()
    assert 'data-verdict="yes"' in page
    altered = receipt.data.replace(b'"points": 248', b'"points": 249', 1)
    form = {"key": log_public_key(), "receipt": sent(receipt.file_name, altered)}
    page = client.post("/verifier/", form).content.decode()
    assert 'data-verdict="no" data-reason="record-altered"' in page
    proof = sent(receipt.proof_name, receipt.proof_text.encode())
    form = {"key": log_public_key(), "receipt": sent("r", receipt.data), "proof": proof}
    assert 'data-verdict="yes"' in client.post("/verifier/", form).content.decode()


@pytest.mark.usefixtures("_published")
def test_a_form_without_its_file_is_asked_again(client):
    answer = client.post("/verifier/", {"key": "x"})
    assert answer.status_code == 422
    assert "Choisissez le fichier du reçu" in answer.content.decode()


@pytest.mark.usefixtures("_published")
def test_the_page_gives_our_key_and_the_verifier_to_keep(client):
    page = client.get("/verifier/").content.decode()
    assert log_public_key() in page
    assert reverse("log:verifier_offline") in page
    answer = client.get("/verifier/verificateur-recours.html")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="verificateur-recours.html"'
    )
    assert b"RecoursVerifier" in b"".join(answer.streaming_content)


def test_the_page_opens_before_the_log_has_a_key(client, data_folder):
    assert client.get("/verifier/").status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_published")
def test_on_the_site_the_browser_verifies_by_itself(live_server, page, tmp_path):
    receipt = receipt_for(COMPLAINT)
    file = tmp_path / receipt.file_name
    page.goto(f"{live_server.url}/verifier/")
    posted = []
    page.on("request", lambda asked: posted.append(asked.method))
    for data, expected in (
        (receipt.data, "yes"),
        (receipt.data.replace(b'"points": 248', b'"points": 249', 1), "no"),
    ):
        file.write_bytes(data)
        page.locator("[name=receipt]").set_input_files(file)
        page.get_by_role("button", name="Vérifier le reçu").click()
        verdict = page.locator(f"[data-verdict={expected}]")
        verdict.locator(".outcome-say").wait_for()
        assert barriers(page) == []
    assert "POST" not in posted
    page.set_viewport_size(PHONE)
    assert overflows(page) == []
