"""Deciding line by line, in columns, whether a fact can be kept, and saying why not."""
