"""How staff sign in: allauth, in our words and with our limits."""

import base64
import hashlib
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from recours.people.queries import staff_card
from recours.web.guard.safety import safe_next
from recours.web.guard.sessions import open_staff_session

DESK = "/bureau/"
MINE = "/compte/"
AT_THE_DESK = {"agent", "supervisor"}


def shown_name(user: AbstractBaseUser) -> str:
    """Return the name of a member of staff, as pages and second factors show it."""
    return staff_card(str(user.pk)).name


def first_page(roles: frozenset[str]) -> str:
    """Return where somebody with these roles starts the day."""
    return MINE if AT_THE_DESK.isdisjoint(roles) else DESK


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Nobody signs up; a session is stamped; nobody is led off the site."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's form
        """Refuse: an administrator writes staff in."""
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Open the session under a new key, and start its clocks."""
        open_staff_session(request, user)
        # The password was typed a moment ago: it is not asked again to set up a second factor.
        steps = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {**step, "reauthenticated": True} for step in steps
        ]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the first page of the person's roles."""
        return first_page(staff_card(str(request.user.pk)).roles)

    def is_safe_url(self, url: str) -> bool:
        """Say whether the address stays on this site."""
        return bool(url) and safe_next(url, home="") == url

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Say whether this is the password of whoever is signed in, under the same limits."""
        known = self.authenticate(self.request, email=user.get_username(), password=password)
        return known is not None and known.pk == user.pk

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Stay silent on success: the page that follows says it."""
        level = args[1] if len(args) > 1 else kwargs.get("level", 0)
        if level >= 30:  # noqa: PLR2004  # warnings and errors
            super().add_message(*args, **kwargs)


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """The secrets of second factors are encrypted by a key that is not in the database."""

    def build_totp_svg(self, url: str) -> str:
        """Return the square to read, on white whatever the theme."""
        drawn: str = segno.make(url, micro=False).svg_inline(dark="black", light="white", scale=4)
        return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)

    def encrypt(self, text: str) -> str:
        """Return the secret as it is stored."""
        return self._lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret as it is used."""
        return self._lock().decrypt(encrypted_text.encode()).decode()

    def _lock(self) -> Fernet:
        key = hashlib.sha256(f"recours.factor:{settings.FACTOR_KEY}".encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))
