"""The e-mails we send: what each must be told, and what none may carry."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class UnknownTemplate(ValueError):
    """No e-mail or letter of that name."""


class MissingValue(ValueError):
    """A template lacks a value that it owes to the person who reads it."""

    def __init__(self, template: str, names: list[str]) -> None:
        """Keep the names of what is missing."""
        super().__init__(f"{template}: {', '.join(names)}")
        self.names = tuple(names)


class NotOurWords(ValueError):
    """An acknowledgement may hold no word that a stranger chose: it would carry his message."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail: the values it cannot do without, and how machines should take it."""

    name: str
    required: tuple[str, ...]
    submitted: str  # Auto-Submitted, RFC 3834
    optional: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()  # values that must be short words of ours


_ACKNOWLEDGEMENT = Mail(
    "acknowledgement",
    required=(
        "reference",
        "follow_url",
        "received_at",
        "sent_on",
        "channel",
        "kind",
        "wish",
        "answer_due",
        "mediator_from",
        "mediator_until",
    ),
    submitted="auto-replied",
    optional=("follow_code", "assignee", "team", "missing", "missing_by", "log_key"),
    labels=("reference", "follow_code", "channel", "kind", "wish", "assignee", "team", "missing"),
)
_ANSWER = Mail(
    "answer",
    required=(
        "reference",
        "follow_url",
        "outcome",
        "first_sentence",
        "signatory",
        "signatory_role",
    ),
    submitted="auto-generated",
    optional=("why", "remedy", "mediator_until", "log_key"),
)
_PROGRESS = Mail(
    "progress",
    required=("reference", "follow_url", "sentence"),
    submitted="auto-generated",
    optional=("author", "stage", "next_on"),
)
_NOTED = Mail(
    "noted",
    required=(
        *("reference", "follow_url", "confirm_url", "received_at", "channel", "kind"),
        *("noted", "answer_due"),
    ),
    submitted="auto-generated",
    optional=("follow_code", "wish", "assignee"),
    labels=("reference", "follow_code", "channel", "kind", "wish", "assignee"),
)
_REOPENED = Mail(
    "reopened",
    required=("reference", "follow_url", "answer_due"),
    submitted="auto-generated",
    optional=("assignee",),
)
_FOLLOW_UP = Mail(
    "follow_up",
    required=("reference", "yes_url", "no_url"),
    submitted="auto-generated",
    optional=("done", "closed_on"),
)
_SIGNIN_CODE = Mail(
    "signin_code",
    required=("code", "minutes"),
    submitted="auto-generated",
    optional=("url",),
    labels=("code",),
)
_TOO_LARGE = Mail("too_large", required=("limit", "lodge_url"), submitted="auto-replied")
MAILS: dict[str, Mail] = {
    one.name: one
    for one in (
        _ACKNOWLEDGEMENT,
        _ANSWER,
        _PROGRESS,
        _NOTED,
        _REOPENED,
        _FOLLOW_UP,
        _SIGNIN_CODE,
        _TOO_LARGE,
    )
}
OPERATOR = ("name", "address", "phone", "email", "dpo_email")
MEDIATOR = ("name", "address", "site")
OUTCOMES = ("founded", "partly", "unfounded")

_LONGEST_LABEL = 160


def mail(name: str) -> Mail:
    """Return the e-mail of that name, or raise `UnknownTemplate`."""
    if name not in MAILS:
        raise UnknownTemplate(name)
    return MAILS[name]


def language_of(wanted: str) -> str:
    """Return the language we write in: English when it is asked for, French otherwise."""
    return "en" if wanted.lower().startswith("en") else "fr"


def complete(*, template: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with what is optional made empty.

    Raise `MissingValue` for what is owed and absent or empty, `NotOurWords` for what is not ours.
    """
    asked = mail(template)
    missing = [name for name in _owed(asked, values) if _at(values, name) in (None, "", [], {})]
    if template == "answer" and values.get("outcome") not in OUTCOMES:
        missing.append("outcome")
    if missing:
        raise MissingValue(template, missing)
    for name in asked.labels:
        for label in _as_list(values.get(name)):
            _check_label(name, label)
    return {**dict.fromkeys(asked.optional, ""), "to_name": "", **values}


def _owed(asked: Mail, values: Mapping[str, Any]) -> list[str]:
    owed = [*asked.required, *(f"operator.{name}" for name in OPERATOR)]
    refuses = asked.name == "answer" and values.get("outcome") != "founded"
    if asked.name == "acknowledgement" or refuses:
        owed += [f"operator.mediator.{name}" for name in MEDIATOR]
    return [*owed, "mediator_until"] if refuses else owed


def _at(values: Mapping[str, Any], path: str) -> Any:
    found: Any = values
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _as_list(value: Any) -> list[str]:
    if value in (None, ""):
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _check_label(name: str, label: str) -> None:
    """Raise `NotOurWords` unless it is one short line without an address: nothing to relay."""
    printable = all(unicodedata.category(letter)[0] != "C" for letter in label)
    if len(label) > _LONGEST_LABEL or not printable or re.search(r"://|www\.|@", label):
        raise NotOurWords(name)


def header_line(text: str, *, longest: int = 200) -> str:
    """Return the text on one line, fit for a header: nothing in it can start another one."""
    kept = "".join(" " if unicodedata.category(c) in _BREAKS else c for c in text)
    return " ".join(kept.split())[:longest].strip()


_BREAKS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
