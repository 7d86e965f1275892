"""Somebody who has a keyboard and nothing else: Tab, arrows, Space, Enter, letters."""

from playwright.sync_api import Page

ACTIVE = """() => {
  const e = document.activeElement;
  return {
    tag: e.tagName.toLowerCase(), type: e.type || '', name: e.name || '', value: e.value || '',
    ours: Boolean(e.closest('form.question-form')), words: e.innerText || '',
  };
}"""
MOST_TABS = 120
TYPED = {
    "text": "Un mot",
    "textarea": "Une phrase.",
    "date": "01102026",
    "email": "alice@exemple.fr",
    "tel": "0612345678",
}
BY_NAME = {"name": "Alice Rivoire", "card": "2500471224472", "other_card": "2500471224472"}
NUMERIC = {"decimal": "12,50", "numeric": "3"}


def focused(page: Page) -> dict[str, object]:
    """Return what the keyboard is on."""
    return page.evaluate(ACTIVE)


def choose(page: Page, value: str) -> None:
    """Reach the choice by Tab, take an answer by the arrows, go on by Enter."""
    _tab_until(page, lambda on: on["type"] == "radio" and on["name"] == "kind")
    for _turn in range(40):
        if focused(page)["value"] == value:
            break
        page.keyboard.press("ArrowDown")
    assert focused(page)["value"] == value
    page.keyboard.press("Space")
    go_on(page)


def go_on(page: Page) -> None:
    """Press Enter on the button that goes on."""
    _tab_until(page, lambda on: on["tag"] == "button" and on["ours"] and on["name"] != "do")
    _press_enter(page)


def _press_enter(page: Page) -> None:
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)


def answer_all(page: Page) -> None:
    """Answer every question of the page as Tab meets it, then go on."""
    done: set[str] = set()
    for _turn in range(MOST_TABS):
        page.keyboard.press("Tab")
        on = focused(page)
        if not on["ours"]:
            continue
        if on["tag"] == "button" and on["name"] != "do":
            _press_enter(page)
            return
        if on["name"] not in done:
            done.add(str(on["name"]))
            _answer(page, on)
    raise AssertionError(f"no button to go on at {page.url}")


def _answer(page: Page, on: dict[str, object]) -> None:
    if on["type"] == "radio":
        page.keyboard.press("Space")
    elif on["tag"] == "textarea" or on["type"] in {"text", "date", "email", "tel"}:
        mode = page.evaluate("document.activeElement.inputMode")
        kind = "textarea" if on["tag"] == "textarea" else str(on["type"])
        said = BY_NAME.get(str(on["name"])) or NUMERIC.get(mode) or TYPED[kind]
        if not on["value"]:
            page.keyboard.type(said)


def _tab_until(page: Page, reached) -> None:
    for _turn in range(MOST_TABS):
        page.keyboard.press("Tab")
        if reached(focused(page)):
            return
    raise AssertionError(f"Tab never reaches it at {page.url}")
