"""Telling other systems what happened: signed, retried, to checked addresses only."""
