"""Publishes the invented programme: its terms and its rules, in two versions."""

import json
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

from recours.demo.cast import PROGRAMME
from recours.demo.world import PARIS
from recours.loyalty.commands.create_programme import create_programme
from recours.loyalty.commands.publish_rule_set import publish_rule_set
from recours.people.rules import SYSTEM
from recours.terms.commands.publish_terms import publish_terms

AUTOMATIC_LIMIT = 60


def _example(package: str, version: str) -> Any:
    path = files(package).joinpath("examples", f"bellerive-v{version}.json")
    return json.loads(path.read_text(encoding="utf-8"))


def publish_programme(*, year_ago: datetime, change: date) -> None:
    """Create the programme and publish version 6, then version 7 from the day of the change."""
    create_programme(
        code=PROGRAMME,
        name="Bellerive & moi",
        ledger_keeper="operator",
        posting_delay_days=3,
        automatic_limit=AUTOMATIC_LIMIT,
        claim_window_days=365,
        point_value_millicents=1_000,
        at=year_ago,
    )
    from_change = datetime.combine(change, time(), tzinfo=PARIS).astimezone(UTC)
    for version, effective_from in (("6", year_ago), ("7", from_change)):
        terms = _example("recours.terms", version)
        published_at = effective_from - timedelta(days=30)
        publish_terms(
            **{k: terms[k] for k in ("programme", "version", "title_fr", "title_en", "clauses")},
            published_at=published_at,
            effective_from=effective_from,
            actor=SYSTEM,
        )
        publish_rule_set(
            document=_example("recours.loyalty", version),
            terms_version=version,
            effective_from=effective_from,
            actor=SYSTEM,
            at=published_at,
        )
