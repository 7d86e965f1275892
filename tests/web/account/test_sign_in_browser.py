"""Signing in, in a real browser: application, passkey, code and link, with and without scripts."""

import re
import time
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import expect

from recours.correspondence.queries import mailbox
from recours.people.commands.create_staff import create_staff
from recours.people.commands.issue_password_link import issue_password_link
from tests.browsers import PHONE, barriers, overflows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
PASSWORD = "correct-cheval-pile-agrafe"


@pytest.fixture
def home(live_server):
    """The site under a name for which browsers allow passkeys without TLS."""
    cache.clear()
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def basile(home):
    card = create_staff(email="basile@example.fr", name="Basile Nguyen", roles=["agent"], at=NOW)
    token = issue_password_link(staff=card.id, at=datetime.now(tz=UTC))
    return card, f"{home}/compte/mot-de-passe/{token}/"


def fine(page):
    """Nothing that keeps somebody out, nothing wider than the window."""
    assert barriers(page) == []
    assert overflows(page) == []


def press(page, name):
    page.get_by_role("button", name=name).click()


def sign_in(page, home):
    page.goto(f"{home}/compte/connexion/?next=/compte/")
    fine(page)
    page.get_by_label("Votre adresse e-mail").fill("basile@example.fr")
    page.get_by_label("Votre mot de passe").fill(PASSWORD)
    press(page, "Continuer")


def set_password(page, link):
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Choisissez votre mot de passe")
    fine(page)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    press(page, "Enregistrer ce mot de passe")
    expect(page.get_by_role("heading", level=1)).to_have_text("Entrer au bureau")


def code_for(secret, *, later=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


@pytest.mark.parametrize("size", [None, PHONE], ids=["wide", "phone"])
def test_basile_sets_a_password_then_an_application_then_enters_with_both(page, home, basile, size):
    if size:
        page.set_viewport_size(size)
    set_password(page, basile[1])
    sign_in(page, home)
    page.goto(f"{home}/compte/second-facteur/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Choisissez un second facteur")
    fine(page)
    page.get_by_role("link", name="Configurer une application").click()
    secret = page.locator("#authenticator_secret").inner_text()
    fine(page)
    page.get_by_label("Code affiché par l’application").fill(code_for(secret))
    press(page, "Activer l’application")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos codes de secours")
    expect(page.locator("#recovery_codes li")).to_have_count(10)
    fine(page)
    page.get_by_role("link", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Basile Nguyen")
    fine(page)
    press(page, "Quitter")
    sign_in(page, home)
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre second facteur")
    fine(page)
    page.get_by_label("Code de votre application").fill("000000")
    press(page, "Entrer")
    expect(page.get_by_role("alert").filter(has_text="Ce code n’est pas le bon")).to_be_visible()
    page.get_by_label("Code de votre application").fill(code_for(secret, later=1))
    press(page, "Entrer")
    page.wait_for_url(f"{home}/compte/")


def test_basile_adds_a_passkey_and_enters_with_it_alone(page, home, basile):
    set_password(page, basile[1])
    sign_in(page, home)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    page.goto(f"{home}/compte/second-facteur/cles/ajouter/")
    expect(page.get_by_label("Entrer avec cette clé seule")).to_be_checked()
    fine(page)
    press(page, "Ajouter la clé")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos codes de secours")
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count() == 1
    page.goto(f"{home}/compte/second-facteur/cles/")
    fine(page)
    page.context.clear_cookies()
    page.goto(f"{home}/compte/connexion/?next=/compte/")
    press(page, "Entrer avec une clé d’accès")
    page.wait_for_url(f"{home}/compte/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Basile Nguyen")
    press(page, "Quitter")
    sign_in(page, home)  # the password alone is not enough any more
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre second facteur")
    press(page, "Utiliser une clé d’accès")
    page.wait_for_url(f"{home}/compte/")


def test_a_passkey_that_does_not_answer_says_so_on_the_page(page, home, watch):
    watch.allow("Failed to load")
    page.add_init_script("navigator.credentials.get = () => Promise.reject(new Error('no'))")
    page.goto(f"{home}/compte/connexion/")
    press(page, "Entrer avec une clé d’accès")
    expect(page.get_by_role("alert")).to_contain_text("La clé d’accès n’a pas répondu")


def letter():
    text = mailbox(1, to="alice@example.fr")[0].text
    code = re.search(r"\b(\d{3}) ?(\d{3})\b", text).expand(r"\1\2")
    return code, re.search(r"(/espace/connexion/lien/[\w-]+/)", text).group(1)


def ask(page, home):
    page.goto(f"{home}/espace/connexion/?next=/ui/")
    fine(page)
    page.get_by_label("Votre adresse e-mail").fill("alice@example.fr")
    press(page, "Recevoir le code")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saisissez le code")
    fine(page)
    return letter()


def is_alice(context):
    return any(cookie["name"] == "session" for cookie in context.cookies())


@pytest.mark.parametrize("size", [None, PHONE], ids=["wide", "phone"])
def test_alice_enters_with_the_six_digits(page, home, size, watch):
    watch.allow("422")
    if size:
        page.set_viewport_size(size)
    code, _ = ask(page, home)
    page.get_by_label("Code à six chiffres").fill(f"{(int(code) + 1) % 10**6:06d}")
    press(page, "Entrer")
    expect(page.locator(".error")).to_contain_text("Ce code n’est pas le bon")
    fine(page)
    page.get_by_label("Code à six chiffres").fill(code)
    press(page, "Entrer")
    page.wait_for_url(f"{home}/ui/")
    assert is_alice(page.context)


def test_alice_enters_by_the_link_without_any_script(without_scripts, home):
    page = without_scripts
    page.goto(f"{home}/espace/connexion/?next=/ui/")
    page.get_by_label("Votre adresse e-mail").fill("alice@example.fr")
    press(page, "Recevoir le code")
    page.goto(home + letter()[1])
    press(page, "Entrer dans mon espace")
    page.wait_for_url(f"{home}/ui/")


def test_the_link_opened_on_another_device_asks_for_the_code(page, home, browser):
    code, link = ask(page, home)
    elsewhere = browser.new_context(locale="fr-FR")
    other = elsewhere.new_page()
    other.goto(home + link)
    expect(other.get_by_text("autre navigateur")).to_be_visible()
    fine(other)
    other.get_by_label("Code à six chiffres").fill(code)
    press(other, "Entrer")
    other.wait_for_url(f"{home}/espace/")
    elsewhere.close()
