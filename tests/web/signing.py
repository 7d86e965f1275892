"""How tests sign the cast in, as the pages would find them after a real sign-in."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model

SECRET = "JBSWY3DPEHPK3PXP"  # of the made-up application


def give_second_factor(staff_id):
    """Give a member of staff an authenticator application."""
    return Authenticator.objects.get_or_create(
        user_id=staff_id,
        type=Authenticator.Type.TOTP,
        defaults={"data": {"secret": get_adapter().encrypt(SECRET)}},
    )[0]


def sign_in_staff(client, staff_id, *, factor=True):
    """Sign a member of staff in, second factor set up; the session goes on under a new key."""
    if factor:
        give_second_factor(staff_id)
    client.force_login(get_user_model().objects.get(pk=staff_id))
    return client


def sign_in_customer(client, public_id):
    """Sign a customer in."""
    session = client.session
    session["customer"] = public_id
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client
