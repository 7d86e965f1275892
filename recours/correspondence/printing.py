"""Prepares a letter for the typesetter: every sentence written, every day and number in full.

Nothing is refused here: what lacks is left blank, and the lint reads the printed letter.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from recours.correspondence.in_force import Wording, wording
from recours.correspondence.rules.filling import Sentence, cut
from recours.correspondence.rules.lint import SHOWN_OF_A_FINGERPRINT
from recours.correspondence.rules.mails import UnknownTemplate
from recours.correspondence.rules.placeholders import Said
from recours.correspondence.rules.templates import LETTER
from recours.correspondence.rules.typography import (
    day,
    grouped,
    in_full,
    instant_in_full,
    set_any,
)
from recours.correspondence.rules.words import CHANNELS, DECISIONS, word
from recours.kernel.canonical import canonical_json

FOLDER = Path(__file__).parent / "letters"
WORDED = ("answer", "acknowledgement")  # their sentences are documents with versions
LETTERS = ("answer", "acknowledgement", "message", "exchanges")
NO_EFFECT = {"sans effet", "no effect", "–"}  # such a line stays, greyed: the customer will ask
Values = Mapping[str, Any]


@lru_cache(maxsize=16)
def _words(template: str, language: str) -> Mapping[str, Sentence]:
    written = json.loads((FOLDER / f"words.{language}.json").read_text(encoding="utf-8"))
    return {name: cut(text) for name, text in {**written["common"], **written[template]}.items()}


def words_of(template: str, language: str) -> Wording | None:
    """Return the sentences in force of a letter; None when they are no document of their own."""
    return wording(LETTER + template, language) if template in WORDED else None


def prepare(
    *, template: str, values: Values, language: str, words: Wording | None = None
) -> dict[str, Any]:
    """Return `told` (our words), `said` (this case) and `case` (data) for the typesetter.

    Raise `UnknownTemplate`.
    """
    if template not in LETTERS:
        raise UnknownTemplate(template)
    words = words or words_of(template, language)
    told = words.sentences if words else {}
    pen = _Pen(values, language, {**_words(template, language), **told})
    said = pen.common() | _own(template, pen)
    return {
        "told": {name: pen.set(pen.fill(name)) for name in pen.words},
        "said": pen.set(said) | {"reference": pen.text("reference"), "language": language},
        "case": canonical_json(values.get("case") or values).decode(),
    }


def _own(template: str, pen: "_Pen") -> dict[str, Any]:
    if template == "message":
        return {"subject": pen.text("subject"), "text": pen.text("text")}
    if template == "exchanges":
        return pen.exchanges()
    return pen.answer() if template == "answer" else pen.acknowledgement()


def prepare_separators(letters: Sequence[Values], language: str, on: date) -> dict[str, Any]:
    """Return what the sheets between the letters of a batch say; `sheets` counts the pages."""
    pen = _Pen({}, language, _words("separators", language))
    of = str(len(letters))
    said = [
        {
            **{name: str(one[name]) for name in ("name", "reference", "subject")},
            "address": list(one["address"]),
            "place": pen.fill("place", number=str(number), of=of),
            "sheets": pen.fill("sheets", sheets=str(one["sheets"])),
        }
        for number, one in enumerate(letters, start=1)
    ]
    told = {name: pen.set(pen.fill(name)) for name in pen.words}
    printed = {"year": on.year, "month": on.month, "day": on.day}
    return {"told": told, "said": {"letters": said, "language": language, "on": printed}}


class _Pen:
    """Writes one letter in one language."""

    def __init__(self, values: Values, language: str, words: Mapping[str, Sentence]) -> None:
        self.values = values
        self.language = language
        self.words = words
        self.said = Said(values, language)

    def set(self, value: Any) -> Any:
        """Set the typography of every text inside."""
        if isinstance(value, str):
            return set_any(value, self.language)
        if isinstance(value, Mapping):
            return {name: self.set(one) for name, one in value.items()}
        return [self.set(one) for one in value] if isinstance(value, list) else value

    def fill(self, name: str, **more: str) -> str:
        """Return one of our sentences with its blanks filled."""
        return self.words[name].fill(_Over(more, self.said))

    def at(self, path: str) -> Any:
        """Return a value, or nothing."""
        found: Any = self.values
        for name in path.split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    def text(self, path: str) -> str:
        """Return a value as text, blank when there is none."""
        return str(self.at(path) or "")

    def day(self, path: str) -> str:
        """Return a day in full, blank when there is none."""
        value = self.at(path)
        return in_full(value, self.language) if value else ""

    def several(self, path: str) -> Sequence[Any]:
        """Return a list, empty when there is none."""
        found = self.at(path)
        return found if isinstance(found, list | tuple) else []

    def common(self) -> dict[str, Any]:
        """Return what every letter says of the case and of the house."""
        received = self.at("received_at")
        on = day(self.at("written_on") or received or "1970-01-01")
        address = self.text("operator.address").split(", ")
        return {
            "on": {"year": on.year, "month": on.month, "day": on.day},
            "written-on": _sentence(self.day("written_on")),
            "sent-on": self.day("sent_on"),
            "received-at": instant_in_full(received, self.language) if received else "",
            "channel": word(CHANNELS, self.text("channel"), self.language),
            "mediator-until": self.day("mediator_until"),
            "salutation": self._salutation(),
            "customer": {
                "name": self.text("customer.name"),
                "address": list(self.several("customer.address")),
            },
            "operator": {
                **{name: self.text(f"operator.{name}") for name in ("name", "phone", "email")},
                "address-lines": address,
                "mediator": {
                    name: self.text(f"operator.mediator.{name}")
                    for name in ("name", "address", "site")
                },
            },
            "signatory": self.text("signatory"),
            "log-key": bool(self.text("log_key")),
        }

    def _salutation(self) -> str:
        if found := self.text("salutation"):
            return found
        return f"{self.fill('salutation')} {self.text('customer.name')}".strip()

    def answer(self) -> dict[str, Any]:
        """Return what the answer says."""
        points = [self._point(point) for point in self.several("points")]
        decisions = {point["decision"] for point in points}
        return {
            "first-sentence": self.text("first_sentence"),
            "signatory-role": self.text("signatory_role"),
            "points": points,
            "facts": [str(fact) for fact in self.several("facts")],
            "lines": [self._line(line) for line in self.several("lines")],
            "total": {"label": self.text("total.label"), "amount": self.text("total.amount")},
            "rules": {
                "version-line": self._version("rules"),
                "fingerprint": self._fingerprint(self.text("rules.sha256")),
            },
            "terms": {"version-line": self._version("terms")},
            "gives": bool(decisions & {"accepted", "partly"}),
            "refuses": bool(decisions & {"refused", "partly"}),
            "gesture": self.text("gesture"),
            "other-recourse": self._other_ways(),
            **self._remedy(),
        }

    def _point(self, point: Values) -> dict[str, str]:
        decision = str(point.get("decision") or "refused")
        return {
            "question": str(point.get("question") or ""),
            "decision": decision,
            "decision-word": word(DECISIONS, str(point.get("decision") or ""), self.language),
            "why": str(point.get("why") or ""),
        }

    def _line(self, line: Values) -> dict[str, Any]:
        written = {name: str(line.get(name) or "") for name in ("label", "source", "amount")}
        return {**written, "idle": written["amount"].casefold() in NO_EFFECT}

    def _version(self, what: str) -> str:
        version, since = self.text(f"{what}.version"), self.day(f"{what}.effective_from")
        said = self.fill("version", version=version) if version else ""
        return f"{said} {self.fill('since', since=since) if since else ''}".strip()

    def _fingerprint(self, sha256: str) -> str:
        shown = sha256[:SHOWN_OF_A_FINGERPRINT]
        return " ".join(shown[start : start + 4] for start in range(0, len(shown), 4))

    def _remedy(self) -> dict[str, str]:
        if self.text("remedy.kind") != "points":
            return {"remedy-sentence": self.fill("remedy-in-words") if self.at("remedy") else ""}
        points = self.at("remedy.points")
        name = "remedy-point" if points == 1 else "remedy-points"
        for_ever = "-for-ever" if self.at("remedy.never_expires") else ""
        return {
            "remedy-amount": self.fill(name, points=self._number(points)),
            "remedy-sentence": self.fill(f"remedy-sentence{for_ever}"),
        }

    def _number(self, value: Any) -> str:
        return grouped(value, self.language) if isinstance(value, int) else ""

    def _other_ways(self) -> list[str]:
        ways = ["conciliator", "court", "signalconso", "cec"]
        if self.at("concerns_data"):
            ways.append("cnil")
        return [self.fill(way) for way in ways]

    def exchanges(self) -> dict[str, Any]:
        """Return what a copy of a correspondence says."""
        return {
            "made": instant_in_full(self.text("made_at"), self.language),
            "messages": [
                {
                    "title": str(one["subject"]) or self.fill("no-subject"),
                    "at": instant_in_full(str(one["at"]), self.language),
                    "direction": self.fill(str(one["direction"])),
                    "channel": word(CHANNELS, str(one["channel"]), self.language),
                    "text": str(one["text"]),
                    "files": list(one["files"]),
                }
                for one in self.several("messages")
            ],
        }

    def acknowledgement(self) -> dict[str, Any]:
        """Return what the acknowledgement says."""
        ways = ("way-follow", "way-add", "way-person", "way-format")
        return {
            "kind": self.text("kind"),
            "wish": self.text("wish"),
            "follow-code": self.text("follow_code"),
            "answer-due": self.day("answer_due"),
            "mediator-from": self.day("mediator_from"),
            "missing": [str(one) for one in self.several("missing")],
            "ways": [self.fill(way) for way in ways],
            "promise": self.fill("promise-by" if self.text("assignee") else "promise"),
        }


def _sentence(text: str) -> str:
    """Return the text with its first letter up; the others stay, as English months want."""
    return text[:1].upper() + text[1:]


class _Over(dict[str, str]):
    """What one sentence alone names, over what every sentence may name."""

    def __init__(self, own: Mapping[str, str], said: Said) -> None:
        super().__init__(own)
        self.said = said

    def __missing__(self, name: str) -> str:
        return self.said[name]
