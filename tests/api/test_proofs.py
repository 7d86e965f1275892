"""The receipt over the API: waiting, then whole, verified by the key of the log."""

import json
from datetime import UTC, datetime

from recours.kernel.receipts import verify_receipt
from recours.trustlog.commands.sequence import sequence
from tests.api.calling import said

NOW = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)
