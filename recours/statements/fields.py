"""The columns of each kind of statement: names, types, what is owed."""

from dataclasses import dataclass
from typing import Literal

from recours.statements.rules import MOVEMENT_KINDS, PURCHASE_KINDS

FieldType = Literal["ref", "text", "card", "time", "date", "integer", "cents", "choice"]


@dataclass(frozen=True, slots=True)
class Field:
    """One canonical column. `limit` is in characters; `stored` names the typed column."""

    name: str
    type: FieldType
    required: bool = False
    limit: int = 64
    default: str = ""
    nullable: bool = False
    choices: tuple[str, ...] = ()

    @property
    def stored(self) -> str:
        """Return the name of the typed column: money says its unit."""
        return f"{self.name}_cents" if self.type == "cents" else self.name


PURCHASES = (
    Field("source_ref", "ref", required=True),
    Field("receipt", "ref"),
    Field("occurred_at", "time", required=True),
    Field("store", "text", limit=100),
    Field("channel", "text", limit=40),
    Field("member", "ref", nullable=True),
    Field("sku", "text"),
    Field("category", "text", limit=100),
    Field("label", "text", limit=300),
    Field("quantity", "integer", default="1"),
    Field("net", "cents", required=True),
    Field("discount", "cents", default="0"),
    Field("points_paid", "cents", default="0"),
    Field("payment", "text", limit=40),
    Field("returns_of", "ref", nullable=True),
    Field("kind", "choice", choices=PURCHASE_KINDS),
)

POINTS = (
    Field("source_ref", "ref", required=True),
    Field("member", "ref", required=True),
    Field("kind", "choice", required=True, choices=MOVEMENT_KINDS),
    Field("points", "integer", required=True),
    Field("occurred_at", "time", required=True),
    Field("purchase_ref", "ref", nullable=True),
    Field("expires_on", "date", nullable=True),
    Field("label", "text", limit=300),
)

MEMBERS = (
    Field("member", "ref", required=True),
    Field("card", "card", limit=60),
    Field("first_name", "text", limit=120),
    Field("last_name", "text", limit=120),
    Field("email", "text", limit=254),
    Field("joined_on", "date", nullable=True),
)

FIELDS: dict[str, tuple[Field, ...]] = {
    "purchases": PURCHASES,
    "points": POINTS,
    "members": MEMBERS,
}
