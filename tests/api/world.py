"""Two programmes, Basile who answers for the first, a log, and tokens."""

from datetime import UTC, datetime

from recours.loyalty.commands.create_programme import create_programme
from recours.people.commands.create_staff import create_staff
from recours.people.commands.issue_token import issue_token
from recours.people.rules import SCOPES
from recours.trustlog.commands.create_log_key import create_log_key

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HERE, ELSEWHERE = "quai", "autre"


def build():
    create_log_key()
    for code in (HERE, ELSEWHERE):
        create_programme(code=code, name=code.capitalize(), at=NOW)
    create_staff(
        email="basile@staff.example",
        name="Basile Nguyen",
        roles=["agent"],
        programmes=[HERE],
        points_limit=500,
        at=NOW,
    )


def issue(*scopes, programmes=(HERE,)):
    """Issue a token: its scopes (all by default), its programmes."""
    return issue_token(name="caisse", scopes=scopes or SCOPES, programmes=programmes, at=NOW)
