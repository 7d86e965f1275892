"""A page as somebody sees it."""

import re
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, Page

from recours.web.ui.typography import plain
from tests.browsers import PHONE, WIDE, barriers, overflows

ENGLISH = re.compile(r"\b(the|your|with|please|submit|cancel|have|been)\b", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
TWINS: WeakKeyDictionary[Browser, Page] = WeakKeyDictionary()


def seen(page: Page) -> str:
    """Return the words of a page that nobody is kept out of, in French, as wide as its window."""
    page.wait_for_load_state()
    words = text_of(page)
    assert page.locator("html").get_attribute("lang") == "fr", page.url
    assert ENGLISH.findall(words) == [], page.url
    assert overflows(page) == [], page.url
    if page.evaluate("typeof htmx !== 'undefined'"):
        assert barriers(page) == [], page.url
    else:
        _without_scripts(page)
    return words


def _without_scripts(page: Page) -> None:
    """Ask axe of a page whose scripts never ran: opened as it stands where axe can, both wide."""
    twin = TWINS.get(page.context.browser) or page.context.browser.new_context().new_page()
    TWINS[page.context.browser] = twin
    as_it_stands = SCRIPT.sub("", page.content())
    twin.route(page.url, lambda route: route.fulfill(body=as_it_stands, content_type="text/html"))
    twin.goto(page.url)
    twin.unroute_all()
    for window in (WIDE, PHONE):
        twin.set_viewport_size(window)
        assert barriers(twin) == [], (page.url, window)
        assert overflows(twin) == [], (page.url, window)


def text_of(page: Page, where: str = "body") -> str:
    """Return words as they would be typed: plain spaces, straight apostrophes."""
    return re.sub(r"\s+", " ", plain(page.locator(where).inner_text()))


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press the one button of that name."""
    page.get_by_role("button", name=name).click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """Follow the first link of that name in what the page is about."""
    page.get_by_role("main").get_by_role("link", name=name).first.click()
