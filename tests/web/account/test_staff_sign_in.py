"""Staff: password and second factor, one-time link, sessions that end."""

import time
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings as live_settings
from django.core.cache import cache
from django.utils.http import urlencode

from recours.people.commands.change_roles import change_roles
from recours.people.commands.create_staff import create_staff
from recours.people.commands.issue_password_link import issue_password_link
from recours.people.commands.set_password_by_link import set_password_by_link
from tests.web.signing import SECRET, give_second_factor, sign_in_staff

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
PASSWORD = "correct-cheval-pile-agrafe"
LOGIN, HOME = "/compte/connexion/", "/compte/"


def totp_now():
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


@pytest.fixture
def basile(db):
    cache.clear()
    card = create_staff(email="basile@example.fr", name="Basile Nguyen", roles=["agent"], at=NOW)
    now = datetime.now(tz=UTC)
    link = issue_password_link(staff=card.id, at=now)
    set_password_by_link(token=link, password=PASSWORD, at=now)
    return card


def sign_in(client, password=PASSWORD, email="basile@example.fr", **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def is_signed_in(client):
    return client.get(HOME).status_code == 200


def test_the_sign_in_page_is_in_french_and_ours(client, db):
    page = client.get(LOGIN).content.decode()
    assert "Entrer au bureau" in page
    assert "inscri" not in page.lower()


def test_basile_enters_with_his_password_then_his_code(client, basile):
    give_second_factor(basile.id)
    asked = sign_in(client)
    assert asked.status_code == 302
    assert asked.url == "/compte/connexion/second-facteur/"
    assert not is_signed_in(client)
    page = client.get(asked.url)
    assert "Votre second facteur" in page.content.decode()
    entered = client.post(asked.url, {"code": totp_now()})
    assert entered.status_code == 302
    assert entered.url == "/bureau/"
    assert is_signed_in(client)


def test_a_wrong_code_does_not_enter(client, basile):
    give_second_factor(basile.id)
    sign_in(client)
    assert client.post("/compte/connexion/second-facteur/", {"code": "000000"}).status_code == 200
    assert not is_signed_in(client)


def test_a_code_is_not_used_twice(client, basile):
    give_second_factor(basile.id)
    code = totp_now()
    for expected in (302, 200):
        sign_in(client)
        answer = client.post("/compte/connexion/second-facteur/", {"code": code})
        assert answer.status_code == expected
        client.logout()


def test_without_a_second_factor_he_is_led_to_set_one_up(client, basile):
    entered = sign_in(client)
    assert entered.url == "/bureau/"
    assert client.get("/compte/second-facteur/").status_code == 200
    page = client.get("/compte/second-facteur/").content.decode()
    assert "Choisissez un second facteur" in page


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(client, basile):
    wrong = sign_in(client, password="autre-chose-entier")
    unknown = sign_in(client, email="inconnu@example.fr")
    assert wrong.status_code == unknown.status_code == 200

    def text(answer):
        words = answer.content.decode()
        assert "Nous ne vous reconnaissons pas" in words
        token = answer.context["csrf_token"]
        return words.replace(str(token), "").replace("basile", "").replace("inconnu", "")

    assert text(wrong) == text(unknown)


def test_tries_are_counted_and_slowed_down(client, basile):
    statuses = [sign_in(client, password=f"essai-numero-{n}").status_code for n in range(25)]
    assert statuses[-1] == 429
    assert sign_in(client)["Retry-After"]


def test_nobody_signs_up_or_resets_by_email(client, db):
    for path in ("signup/", "inscription/", "password/reset/", "login/code/", "email/"):
        assert client.get(f"/compte/{path}").status_code == 404


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "/\\evil", "https://evil.example/", "javascript:1"]
)
def test_sign_in_never_leads_off_the_site(client, basile, elsewhere):
    give_second_factor(basile.id)
    sign_in(client, next=elsewhere)
    entered = client.post("/compte/connexion/second-facteur/", {"code": totp_now()})
    assert entered.url == "/bureau/"


def test_sign_in_leads_back_to_the_page_that_was_asked(client, basile):
    give_second_factor(basile.id)
    client.post(
        f"{LOGIN}?{urlencode({'next': '/bureau/x/'})}",
        {"login": basile.email, "password": PASSWORD, "next": "/bureau/x/"},
    )
    assert (
        client.post("/compte/connexion/second-facteur/", {"code": totp_now()}).url == "/bureau/x/"
    )


def test_the_session_key_changes_at_sign_in(client, basile):
    client.get("/espace/connexion/")
    client.post("/espace/connexion/", {"email": "pas une adresse"})
    session = client.session
    session["something"] = "set before"
    session.save()
    client.cookies[live_settings.SESSION_COOKIE_NAME] = before = session.session_key
    sign_in(client)
    assert client.cookies[live_settings.SESSION_COOKIE_NAME].value != before


def test_half_an_hour_of_silence_ends_the_session(client, basile):
    sign_in_staff(client, basile.id)
    assert is_signed_in(client)
    _shift(client, seen=-31 * 60)
    answer = client.get(HOME)
    assert answer.status_code == 302
    assert answer.url.startswith(LOGIN)


def test_ten_hours_end_the_session_however_busy(client, basile):
    sign_in_staff(client, basile.id)
    assert is_signed_in(client)
    _shift(client, since=-10 * 3600 - 60)
    assert not is_signed_in(client)


def _shift(client, **clocks):
    session = client.session
    for name, seconds in clocks.items():
        session[name] = int(time.time()) + seconds
    session.save()


def test_a_change_of_roles_ends_the_session(client, basile):
    sign_in_staff(client, basile.id)
    assert is_signed_in(client)
    change_roles(staff=basile.id, roles=["agent", "supervisor"])
    assert not is_signed_in(client)


def test_a_closed_account_is_out_at_once(client, basile):
    sign_in_staff(client, basile.id)
    change_roles(staff=basile.id, roles=["agent"], is_active=False)
    assert not is_signed_in(client)


def test_staff_set_up_an_application_and_get_recovery_codes(client, basile):
    sign_in(client)
    page = client.get("/compte/second-facteur/application/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    done = client.post("/compte/second-facteur/application/", {"code": code})
    assert done.url == "/compte/second-facteur/secours/"
    codes = client.get(done.url)
    assert len(codes.context["unused_codes"]) == 10
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in kept


def test_the_one_time_link_sets_the_password_and_dies(client, db):
    card = create_staff(email="chloe@example.fr", name="Chloé Martin", roles=["supervisor"], at=NOW)
    path = f"/compte/mot-de-passe/{issue_password_link(staff=card.id, at=datetime.now(tz=UTC))}/"
    assert "Chloé Martin" in client.get(path).content.decode()
    weak = client.post(path, {"password": "court"})
    assert weak.status_code == 422
    assert client.post(path, {"password": PASSWORD}).url == LOGIN
    assert client.get(path).status_code == 404
    assert sign_in(client, email="chloe@example.fr").status_code == 302


@pytest.mark.parametrize("token", ["None", "%20", "a" * 43, "undefined"])
def test_a_bad_link_says_so_and_never_enters(client, db, token):
    answer = client.get(f"/compte/mot-de-passe/{token}/")
    assert answer.status_code == 404
    assert "Ce lien ne sert plus" in answer.content.decode()


def test_pages_of_the_account_are_not_kept_by_browsers(client, basile):
    sign_in_staff(client, basile.id)
    assert client.get(HOME)["Cache-Control"] == "no-store"


def test_every_account_page_shows(client, basile):
    sign_in(client)
    sign_in_staff(client, basile.id)
    for path in (
        "",
        "second-facteur/",
        "second-facteur/cles/",
        "deconnexion/",
        "changer-mot-de-passe/",
        "inactif/",
    ):
        assert client.get(f"/compte/{path}").status_code == 200, path
    session = client.session  # some minutes later
    session["account_authentication_methods"] = []
    session.save()
    for path in ("second-facteur/cles/ajouter/", "second-facteur/secours/nouveaux/"):
        assert client.get(f"/compte/{path}").url.startswith("/compte/confirmer/"), path
    assert client.post("/compte/confirmer/", {"password": PASSWORD}).status_code == 302
    for path in ("second-facteur/cles/ajouter/", "second-facteur/secours/nouveaux/", "confirmer/"):
        assert client.get(f"/compte/{path}").status_code == 200, path
