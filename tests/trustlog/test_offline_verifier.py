"""The page kept at home says what the command says, without a connection, in both languages."""

import base64
import json
import re

import pytest

from recours.kernel.receipt_words import KINDS, STEPS, VERDICTS
from recours.kernel.receipts import verify_receipt
from recours.web.public.verify_views import offline_page
from tests.browsers import PHONE, barriers, overflows
from tests.kernel.log_in_memory import VKEY
from tests.trustlog.hostile_receipts import COMPANION, FILE, touched_receipts

EVERY = """async ([files, vkey]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const said = [];
  for (const file of files) {
    const verdict = await RecoursVerifier.verifyReceipt(bytes(file), null, vkey);
    said.push([verdict.reason, verdict.steps.map((step) => step.code)]);
  }
  return said;
}"""


@pytest.fixture
def at_home(page, tmp_path):
    """The page opened from the disk, with nothing to reach."""
    file = tmp_path / "verificateur-recours.html"
    file.write_bytes(offline_page())
    page.context.set_offline(True)
    page.goto(file.as_uri())
    return page


def chosen(data: bytes) -> dict:
    return {"name": "recu.json", "mimeType": "application/json", "buffer": data}


def verify(page, data: bytes, *, key: str = VKEY, proof: bytes | None = None):
    """Choose the files, give the key, ask; return where the verdict is."""
    page.locator("[name=receipt]").set_input_files(chosen(data))
    if proof is not None:
        page.locator("[name=proof]").set_input_files(chosen(proof))
    page.locator("[name=key]").fill(key)
    page.locator("button[type=submit]").click()
    verdict = page.locator("[data-verdict]")
    verdict.locator(".outcome-say").wait_for()
    return verdict


@pytest.mark.browser
def test_a_good_receipt_says_yes(at_home):
    verdict = verify(at_home, FILE, proof=COMPANION)
    assert verdict.get_attribute("data-verdict") == "yes"
    assert verdict.locator(".outcome-say").inner_text().startswith("Oui")
    assert verdict.locator(".outcome-steps li").count() == 9
    assert "points.restored" in verdict.locator(".outcome-records").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("data", "key", "proof", "reason"),
    [
        (FILE.replace(b'"points": 248', b'"points": 249'), VKEY, None, "record-altered"),
        (FILE.replace(b"index 20", b"index 21"), VKEY, None, "proof-altered"),
        (FILE.replace(b"log\\n23", b"log\\n24", 1), VKEY, None, "checkpoint-altered"),
        (FILE, VKEY[:-1], None, "key-malformed"),
        (FILE, VKEY, COMPANION.replace(b"index 20", b"index 3"), "proof-of-another"),
        (FILE, VKEY, b"\xff", "proof-altered"),
        (b"un fichier", VKEY, None, "not-a-receipt"),
    ],
)
def test_a_touched_receipt_says_no_and_why(at_home, data, key, proof, reason):
    verdict = verify(at_home, data, key=key, proof=proof)
    assert verdict.get_attribute("data-verdict") == "no"
    assert verdict.get_attribute("data-reason") == reason
    say = verdict.locator(".outcome-say").inner_text()
    assert say == verify_receipt(data, proof_text=proof, vkey=key).sentence_fr


@pytest.mark.browser
def test_both_verifiers_say_the_same_of_every_touched_receipt(at_home):
    files = touched_receipts()
    sent = [base64.b64encode(file).decode() for file in files]
    said = at_home.evaluate(EVERY, [sent, VKEY])
    verdicts = [verify_receipt(file, vkey=VKEY) for file in files]
    expected = [[one.reason, [step.code for step in one.steps if step.ok]] for one in verdicts]
    differences = [
        (file[:300], python, browser)
        for file, python, browser in zip(files, expected, said, strict=True)
        if python != browser
    ]
    assert differences == []
    assert len({reason for reason, _ in said}) >= 9


@pytest.mark.browser
def test_the_language_is_a_button_away(at_home):
    verdict = verify(at_home, FILE.replace(b'"points": 248', b'"points": 249'))
    at_home.get_by_role("button", name="English").click()
    assert at_home.get_by_role("heading", level=1).inner_text() == "Is this receipt genuine?"
    at_home.get_by_text("No: entry 2 does not match the log").first.wait_for()
    assert verdict.locator(".outcome-say").inner_text().startswith("No: entry 2")


@pytest.mark.browser
def test_an_old_browser_accuses_nobody(at_home):
    at_home.evaluate("() => { crypto.subtle.importKey = () => Promise.reject(new Error('old')); }")
    at_home.locator("[name=receipt]").set_input_files(chosen(FILE))
    at_home.locator("[name=key]").fill(VKEY)
    at_home.locator("button[type=submit]").click()
    at_home.get_by_text("Votre reçu n’est pas en cause").wait_for()
    assert at_home.locator("[data-verdict]").get_attribute("data-verdict") == "none"


@pytest.mark.browser
def test_everybody_can_use_it(at_home):
    verify(at_home, FILE)
    assert barriers(at_home) == []
    at_home.set_viewport_size(PHONE)
    assert overflows(at_home) == []


def test_the_page_asks_nothing_of_anybody():
    page = offline_page().decode()
    assert re.findall(r"(?:\b(?:src|href)=|url\(|https?:)[^\s;>]*", page) == []
    assert "default-src 'none'" in page
    assert page.count("'sha256-") == 3


def test_the_words_of_the_page_are_those_of_the_command():
    """The page is one static file: it carries its own copy of the sentences."""
    page = offline_page().decode()
    words = json.loads(page.split("const WORDS = ")[1].split(";\n// End of the words.")[0])
    assert words["verdicts"] == {code: list(both) for code, both in VERDICTS.items()}
    assert words["steps"] == {code: list(both) for code, both in STEPS.items()}
    assert words["kinds"] == {code: list(both) for code, both in KINDS.items()}
