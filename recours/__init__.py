"""Recours: complaints and disputes, understood, settled and proved."""

__version__ = "0.1.0"
