"""Filters of the e-mails: days, instants and codes in the language of the person."""

from datetime import date, datetime

from django import template

from recours.correspondence.rules.typography import grouped, in_full, instant_in_full
from recours.correspondence.rules.words import CHANNELS, word

register = template.Library()


@register.filter
def day(value: str | date, language: str) -> str:
    """Write a day in full."""
    return in_full(value, language)


@register.filter
def moment(value: str | datetime, language: str) -> str:
    """Write a day and an hour in full."""
    return instant_in_full(value, language)


@register.filter
def channel(value: str, language: str) -> str:
    """Write how something reached us."""
    return word(CHANNELS, value, language)


@register.filter
def number(value: int, language: str) -> str:
    """Write a whole number."""
    return grouped(value, language)
