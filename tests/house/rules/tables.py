"""What import contracts cannot see: keys between tables, their order, whose data they hold."""

import configparser
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.db.models import Field, FloatField, Model
from django.db.models.fields.related import RelatedField

TELLING = {"email", "phone", "first_name", "last_name", "birth_date", "ip_address"}


def ranks(contracts: Path) -> dict[str, int]:
    """Return the height of each package, read from the contract itself: the bottom line is 0."""
    read = configparser.ConfigParser()
    read.read(contracts)
    lines = read["importlinter:contract:direction"]["layers"].strip().splitlines()
    return {
        name.strip(" ()"): height
        for height, line in enumerate(reversed(lines))
        for name in line.split("|")
    }


def package_of(model: type[Model]) -> str:
    """Return the package of `recours` a table belongs to, or nothing for a library's."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "recours" else ""


def upward_keys(models: Iterable[type[Model]], height: Mapping[str, int]) -> list[str]:
    return [
        f"{model._meta.label}.{field.name} points up to {field.related_model._meta.label}"
        for model in models
        for field in model._meta.get_fields()
        if isinstance(field, RelatedField) and _points_up(model, field, height)
    ]


def _points_up(model: type[Model], field: RelatedField, height: Mapping[str, int]) -> bool:
    here, there = package_of(model), package_of(field.related_model)
    return bool(here and there) and here != there and height[there] >= height[here]


def ordered(models: Iterable[type[Model]]) -> list[str]:
    return [f"{m._meta.label} orders itself: the query says the order" for m in models if _order(m)]


def _order(model: type[Model]) -> bool:
    return bool(model._meta.ordering)


def floating(models: Iterable[type[Model]]) -> list[str]:
    return [
        f"{model._meta.label}.{field.name} is a float"
        for model in models
        for field in model._meta.get_fields()
        if isinstance(field, FloatField)
    ]


def undeclared(
    models: Iterable[type[Model]], holds: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> list[str]:
    """Every table says what personal data it holds; `holds` maps a package to what it says."""
    return [breach for model in models for breach in _undeclared(model, holds)]


def _undeclared(
    model: type[Model], holds: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> list[str]:
    said = holds.get(package_of(model), {})
    if model.__name__ not in said:
        return [f"{model._meta.label} is not in personal_data.HOLDS of its slice"]
    named = said[model.__name__]
    real = {field.name for field in model._meta.get_fields() if isinstance(field, Field)}
    gone = [f"{model._meta.label} has no field {name!r}" for name in named if name not in real]
    silent = [
        f"{model._meta.label}.{name} holds personal data and is not said to"
        for name in sorted((real & TELLING) - set(named))
    ]
    return gone + silent


def unprotected(slices: Iterable[str], contracts: Path, package: Path) -> list[str]:
    """A slice with tables has its line in the contract that keeps them private."""
    text = contracts.read_text()
    return [
        f"recours.{name}.models is not protected in {contracts.name}"
        for name in slices
        if (package / name / "models.py").exists() or (package / name / "models").is_dir()
        if f"protected_modules = recours.{name}.models" not in text
    ]
