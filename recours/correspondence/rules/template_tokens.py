"""What the sentences of each e-mail and letter may not leave out, whoever writes them."""

from recours.correspondence.rules.tokens import ACKNOWLEDGEMENT, ANSWER, Token

_BY_ID = {token.id: token for token in (*ACKNOWLEDGEMENT, *ANSWER)}
_CONFIRM = Token(
    "confirm-in-writing",
    "soft",
    "A-ORAL",
    "ACPR, rec. 2024-R-02",
    "Il manque l'invitation à confirmer par écrit, ou ce qui en dépend.",
    "The invitation to confirm in writing, or what depends on it, is missing.",
    ("words:par écrit|in writing", "words:médiateur|mediator"),
)
_FROM_THE_HOUSE = tuple(_BY_ID[one] for one in ("operator", "phone", "no-odr-link", "no-marketing"))
_ANSWER_MAIL = (
    *("operator", "phone", "reference", "signatory", "mediator", "mediator-last-day"),
    *("mediator-free", "review-by-a-person", "log-key", "no-odr-link", "no-marketing"),
)
_NOTED = ("operator", "phone", "reference", "answer-due", "data-notice", "no-odr-link")

TEMPLATE_TOKENS: dict[str, tuple[Token, ...]] = {
    "acknowledgement": ACKNOWLEDGEMENT,
    "answer": tuple(_BY_ID[one] for one in _ANSWER_MAIL),
    "noted": (*(_BY_ID[one] for one in _NOTED), _CONFIRM, _BY_ID["no-marketing"]),
    "progress": (*_FROM_THE_HOUSE, _BY_ID["reference"]),
    "reopened": (*_FROM_THE_HOUSE, _BY_ID["reference"], _BY_ID["answer-due"]),
    "follow_up": (*_FROM_THE_HOUSE, _BY_ID["reference"]),
    "signin_code": _FROM_THE_HOUSE,
    "too_large": _FROM_THE_HOUSE,
    "letter_acknowledgement": ACKNOWLEDGEMENT,
    "letter_answer": ANSWER,
}
