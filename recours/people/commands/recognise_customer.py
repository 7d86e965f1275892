"""Find the customer an address belongs to, or write a new one."""

from datetime import datetime

from recours.people.commands.greet_customer import greet_customer


def recognise_customer(*, name: str, email: str, phone: str, language: str, at: datetime) -> str:
    """Return the public id of the customer; raise `BadAddress`."""
    return greet_customer(name=name, email=email, phone=phone, language=language, at=at).public_id
