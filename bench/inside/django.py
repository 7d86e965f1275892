"""Starts Django in the installation that the environment names."""

import json
from typing import Any

import django


def start() -> None:
    django.setup()


def tell(found: Any) -> None:
    """Print what was found, for whoever started this process."""
    print(json.dumps(found))
