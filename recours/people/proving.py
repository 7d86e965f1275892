"""An address is proved by the code or the link that was sent to it."""

from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.crypto import constant_time_compare

from recours.people.models import SignInCode
from recours.people.secrets import hash_of, hash_of_code, is_token

MAX_TRIES = 5


def _asked(browser: str, link: str, at: datetime) -> QuerySet[SignInCode]:
    """Return what may be confirmed: by the link it carries, otherwise by this browser."""
    live = SignInCode.objects.filter(used_at=None, expires_at__gt=at, tries__lt=MAX_TRIES)
    if link:
        return live.filter(link_hash=hash_of(link)) if is_token(link) else live.none()
    return live.filter(browser_hash=hash_of(browser))


def _proves(row: SignInCode, browser: str, link: str, code: str) -> bool:
    """Say whether the link opened in the browser that asked, or the six digits, are right.

    A link opened elsewhere proves nothing alone: links are copied, logged and prefetched.
    """
    if link and constant_time_compare(row.browser_hash, hash_of(browser)):
        return True
    return constant_time_compare(row.code_hash, hash_of_code(code, row=str(row.pk)))


def spend_code(*, browser: str, code: str, at: datetime, link: str = "") -> str:
    """Return the address proved, or nothing.

    The try is counted before it is judged: a hundred tries at once are five tries.
    """
    row = _asked(browser, link, at).order_by("-created_at").first()
    if row is None:
        return ""
    mine = SignInCode.objects.filter(pk=row.pk, used_at=None)
    if not mine.filter(tries__lt=MAX_TRIES).update(tries=F("tries") + 1):
        return ""
    if not _proves(row, browser, link, "".join(code.split())):
        return ""
    return row.email if mine.update(used_at=at) else ""
