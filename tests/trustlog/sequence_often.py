"""Tell and sequence at the same time as others do; run by test_two_sequencers.py."""

import sys
from datetime import UTC, datetime

import django

django.setup()

from django.db import transaction  # noqa: E402  # Django is started first

from recours.trustlog.commands.append import Fact, append  # noqa: E402
from recours.trustlog.commands.sequence import sequence  # noqa: E402

name, rounds = sys.argv[1], int(sys.argv[2])
at = datetime.now(tz=UTC)
for number in range(rounds):
    with transaction.atomic():
        append(facts=[Fact("k", f"{name}-{number}", {}, first=True), Fact("k", "all", {})], at=at)
    sequence(at=at)
