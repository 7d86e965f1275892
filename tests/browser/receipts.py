"""The receipt a customer keeps, and what an outsider may do with it."""

import re
import subprocess
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.seen import press, seen


def download(page: Page, name: str, folder: Path) -> Path:
    """Save what a link of the page gives."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=re.compile(name)).click()
    kept = folder / coming.value.suggested_filename
    coming.value.save_as(kept)
    return kept


def verified(
    site, receipt: Path, key: str, proof: Path | None = None
) -> subprocess.CompletedProcess:
    """Ask the command line whether a receipt is authentic."""
    companion = ["--proof", str(proof)] if proof else []
    return site.recours("receipt", "verify", str(receipt), "--key", key, *companion)


def a_changed_byte_is_refused(site, receipt: Path, key: str, proof: Path) -> None:
    """Change one sign of a record, of the companion, of the key: no, and what does not match."""
    record = _touched(receipt, r'"points": (\d)')
    for refused in (
        verified(site, record, key),
        verified(site, receipt, key, _touched(proof, r"\n— \S+ .{20}([A-Za-z0-9+/])")),
        verified(site, receipt, key[:-3] + ("A" if key[-3] != "A" else "B") + key[-2:]),
    ):
        assert refused.returncode == 1, refused.stdout
        assert refused.stdout.startswith("Non"), refused.stdout
        assert re.search(r"^\([a-z-]+\)$", refused.stdout, re.MULTILINE), refused.stdout


def _touched(file: Path, sign: str) -> Path:
    text = file.read_text()
    found = re.search(sign, text)
    assert found, text
    at = found.start(1)
    other = "7" if text[at] != "7" else "8"
    touched = file.with_name(f"touched-{file.name}")
    touched.write_text(text[:at] + other + text[at + 1 :])
    return touched


def the_page_says_yes(page: Page, receipt: Path, pictures) -> None:
    """Have the page verify the receipt."""
    page.goto("/verifier/")
    page.locator("[name=receipt]").set_input_files(receipt)
    press(page, "Vérifier le reçu")
    verdict = page.locator("[data-verdict=yes]")
    expect(verdict).to_contain_text("Oui")
    seen(page)
    pictures.take_part(page, "receipt", ".outcome", height=815)
