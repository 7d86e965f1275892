"""How tests sign the cast in, as the pages would find them after a real sign-in."""

import hashlib

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.contrib.auth import get_user_model
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

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


def give_passkey(staff_id, name="Clé d’accès"):
    """Give a member of staff a passkey that nobody holds: enough for pages that list it."""
    public_key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    identifier = hashlib.sha256(f"{staff_id}{name}".encode()).digest()
    credential = AttestedCredentialData.create(Aaguid(bytes(16)), identifier, public_key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    host = hashlib.sha256(b"localhost").digest()
    told = AuthenticatorData.create(host, flags, 0, credential)
    client_data = CollectedClientData.create("webauthn.create", bytes(32), "http://localhost")
    data = {
        "name": name,
        "passwordless": True,
        "credential": {
            "id": websafe_encode(identifier),
            "rawId": websafe_encode(identifier),
            "type": "public-key",
            "response": {
                "clientDataJSON": websafe_encode(client_data),
                "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
            },
            "clientExtensionResults": {"credProps": {"rk": True}},
        },
    }
    return Authenticator.objects.create(
        user_id=staff_id, type=Authenticator.Type.WEBAUTHN, data=data
    )
