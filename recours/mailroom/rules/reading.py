"""What was read in a message and how it ended, as plain values between journeys and tables."""

from dataclasses import dataclass, field
from typing import Any

from recours.mailroom.states import Outcome, Standing


@dataclass(frozen=True, slots=True)
class WhatWasRead:
    """What people may look at of a message."""

    sender: str = ""
    sender_name: str = ""
    parties: dict[str, Any] = field(default_factory=dict)
    subject: str = ""
    date_claimed: str = ""
    text: str = ""
    quoted: str = ""
    html: str = ""
    language: str = ""
    automatic: str = ""
    authentication: dict[str, Any] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a message ends the first time, why, and the fingerprints others are compared with."""

    state: Standing
    outcome: Outcome
    reason: str = ""
    about: str = ""
    proposed: str = ""
    message: str = ""
    asks: str = ""
    original: str = ""
    sender_sha256: str = ""
    subject_sha256: str = ""
    message_id_sha256: str = ""
