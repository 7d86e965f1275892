"""What the house does: find the complaint, read why, decide, be the second person."""

import re

from playwright.sync_api import Page, expect

from tests.browser.seen import press, seen, text_of

FINDING = re.compile(r"Fondée.*?(\d+) points")


def become(page: Page, name: str) -> None:
    """Sit at the desk as one of the staff of the demonstration."""
    page.goto("/")
    page.get_by_role("button", name=re.compile(name)).click()
    page.wait_for_url("**/bureau/**")
    seen(page)


def list_of(page: Page, view: str) -> str:
    """Open one of the lists, and return its words."""
    page.goto(f"/bureau/{view}/")
    return seen(page)


def row_of(page: Page, reference: str):
    """Return where a complaint stands in the list."""
    return page.locator("[data-row]").filter(has_text=reference)


def open_by_keys(page: Page, reference: str) -> None:
    """Go down the list to a complaint and open it, hands on the keyboard."""
    for _row in range(page.locator("[data-row]").count()):
        page.keyboard.press("j")
        if row_of(page, reference).get_attribute("aria-current"):
            page.keyboard.press("Enter")
            page.wait_for_url(f"**/dossier/{reference}/")
            return
    raise AssertionError(f"{reference} is not in this list")


def open_by_hand(page: Page, reference: str) -> None:
    """Open a complaint of the list."""
    row_of(page, reference).get_by_role("link").click()
    page.wait_for_url(f"**/dossier/{reference}/")


def decide_by_keys(page: Page, button: re.Pattern[str]) -> None:
    """Take the computed decision without the mouse: d goes to it, Enter takes it."""
    page.keyboard.press("d")
    expect(page.get_by_role("button", name=button)).to_be_focused()
    page.keyboard.press("Enter")


def points_due(page: Page) -> int:
    """Return the points of the finding, once the evidence is there: the page waits by itself."""
    expect(page.locator(".finding-say")).to_be_visible(timeout=30_000)
    words = seen(page)
    assert "Total du ticket" in words
    assert "Règle BASE, version 7, art. 4.1" in words
    found = FINDING.search(text_of(page, ".finding-say"))
    assert found, words
    return int(found[1])


def refuse(page: Page, reason: str) -> None:
    """Refuse; without a reason the page asks for one."""
    page.get_by_role("radio", name="Non fondée").check()
    press(page, "Décider ainsi")
    expect(page.get_by_role("alert")).to_contain_text("Dites pourquoi")
    seen(page)
    expect(page.get_by_role("radio", name="Non fondée")).to_be_checked()
    page.get_by_label("Pourquoi").fill(reason)
    press(page, "Décider ainsi")
    expect(page.get_by_role("heading", name="Réglée")).to_be_visible()


def find(page: Page, words: str) -> None:
    """Search from the top of any page of the desk."""
    box = page.get_by_role("searchbox")
    box.fill(words)
    box.press("Enter")
