"""Send a customer the code and the link that prove their address."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from recours.correspondence.commands.queue_email import queue_email
from recours.people.commands.request_sign_in_code import LIFE, request_sign_in_code


@transaction.atomic
def send_sign_in_code(*, email: str, browser: str, language: str, at: datetime) -> None:
    """Make a code for this browser and put its e-mail in the outbox; raise `BadAddress`.

    A known and an unknown address are treated alike, to the last query: an unknown one opens an
    empty space. The message holds nothing the person typed.
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
            "url": f"{settings.SITE_URL}/espace/connexion/lien/{sent.link}/",
            "minutes": int(LIFE.total_seconds()) // 60,
        },
        at=at,
        key=f"signin:{sent.id}",
    )
