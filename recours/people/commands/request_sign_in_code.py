"""Make the code and the link by which a customer proves an address."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from recours.people.models import SignInCode
from recours.people.rules import IssuedCode, normalise_email
from recours.people.secrets import hash_of, hash_of_code, new_code, new_token

LIFE = timedelta(minutes=10)


@transaction.atomic
def request_sign_in_code(*, email: str, browser: str, at: datetime) -> IssuedCode:
    """Return a code and a link good for ten minutes, once, for the browser that asks.

    Any address gets one, known or not, so nobody learns which are. Asking again voids what this
    browser had before. Raise `BadAddress`.
    """
    address = normalise_email(email)
    row, code, link = uuid.uuid4(), new_code(), new_token()
    SignInCode.objects.filter(expires_at__lte=at - timedelta(days=1)).delete()
    SignInCode.objects.filter(browser_hash=hash_of(browser), used_at=None).update(used_at=at)
    SignInCode.objects.create(
        id=row,
        email=address,
        code_hash=hash_of_code(code, row=str(row)),
        link_hash=hash_of(link),
        browser_hash=hash_of(browser),
        created_at=at,
        expires_at=at + LIFE,
    )
    return IssuedCode(id=str(row), email=address, code=code, link=link, expires_at=at + LIFE)
