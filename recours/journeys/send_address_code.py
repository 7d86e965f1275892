"""Send to a new address the code that will prove it is read by the customer who gives it."""

from datetime import datetime

from django.db import transaction

from recours.correspondence.commands.queue_email import queue_email
from recours.people.commands.request_sign_in_code import LIFE, request_sign_in_code


@transaction.atomic
def send_address_code(*, email: str, browser: str, language: str, at: datetime) -> None:
    """Make a code for this browser and put its e-mail in the outbox; raise `BadAddress`.

    Without the link of a sign-in: following it would open the space of somebody new.
    """
    sent = request_sign_in_code(email=email, browser=browser, at=at)
    queue_email(
        about=f"signin:{sent.id}",
        to=sent.email,
        to_name="",
        language=language,
        template="signin_code",
        values={
            "code": f"{sent.code[:3]} {sent.code[3:]}",
            "minutes": int(LIFE.total_seconds()) // 60,
        },
        at=at,
        key=f"signin:{sent.id}",
    )
