"""Taxonomy, form documents and answers, as plain values. Pure."""
