"""Chromium for the tests that play a person: the Debian browser, in French, watched.

`page` is pytest-playwright's; a test that leaves a message in the console, breaks the
content security policy or asks anything of another site fails by itself.
"""

import json
import os
import shutil
from dataclasses import dataclass, field
from urllib.parse import urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 760}
NARROWEST = {"width": 320, "height": 640}

# Rules of WCAG 2.2 AA and axe's own good practice, all of them.
AXE = {"resultTypes": ["violations"]}
OVERFLOWING = """() => {
  const wide = document.documentElement.clientWidth;
  const cut = ['auto', 'scroll', 'hidden', 'clip'];
  const scrolls = (e) => cut.includes(getComputedStyle(e).overflowX);
  const out = [...document.querySelectorAll('body *')].filter((e) => {
    const box = e.getBoundingClientRect();
    if (!box.width || box.right <= wide + 1 || e.closest('.sr')) return false;
    let around = e.parentElement;
    while (around && !scrolls(around)) around = around.parentElement;
    return !around;
  });
  return {
    page: document.documentElement.scrollWidth - wide,
    elements: out.slice(0, 5).map((e) => `${e.tagName.toLowerCase()}.${e.className}`),
  };
}"""


def pytest_configure(config):
    """Let one warning of pytest-playwright about itself pass; every other is still an error."""
    config.addinivalue_line(
        "filterwarnings",
        "ignore:Session-scoped fixtures defined as instance:pytest.PytestRemovedIn10Warning",
    )


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium; without it the test says how to get it."""
    if not CHROMIUM:
        pytest.skip("no Chromium here: apt-get install chromium (or name it in CHROMIUM)")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A person in France."""
    return {
        **browser_context_args,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "viewport": WIDE,
        "reduced_motion": "reduce",
        "service_workers": "block",
    }


@dataclass
class Watch:
    """What a page said that a person would not want said."""

    allowed: tuple[str, ...] = ()
    seen: list[str] = field(default_factory=list)

    def allow(self, *parts: str) -> None:
        """Let messages that hold one of these words pass, for a test that provokes them."""
        self.allowed += parts

    def note(self, message: str) -> None:
        """Keep a message, unless it was expected."""
        self.seen.append(message)

    def faults(self) -> list[str]:
        """List what was not expected."""
        return [one for one in self.seen if not any(part in one for part in self.allowed)]


def watch_over(context, watch):
    """Note what a page of this context says that a person would not want said."""

    def console(message):
        if message.type in {"error", "warning"}:
            watch.note(f"console: {message.text}")

    def request(asked):
        address = urlparse(asked.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in {
            "127.0.0.1",
            "localhost",
        }:
            watch.note(f"left the site: {asked.url}")

    context.on("console", console)
    context.on("weberror", lambda error: watch.note(f"script: {error.error}"))
    context.on("request", request)


@pytest.fixture
def watch():
    """What the pages of this test said; at its end, nothing unexpected was."""
    watching = Watch()
    yield watching
    assert not watching.faults()


@pytest.fixture
def context(context, watch):
    """Watched without being asked."""
    watch_over(context, watch)
    return context


@pytest.fixture
def without_scripts(browser, browser_context_args):
    """A page whose scripts never run."""
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    yield context.new_page()
    context.close()


def barriers(page) -> list[str]:
    """List what axe finds on the page, one line per fault."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): "
        + "; ".join(json.dumps(node["target"]) for node in fault["nodes"][:4])
        for fault in found
    ]


def overflows(page) -> list[str]:
    """Name what is wider than the window."""
    found = page.evaluate(OVERFLOWING)
    return found["elements"] or ([f"page: {found['page']} px"] if found["page"] > 0 else [])
