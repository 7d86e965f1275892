"""Writing facts once and for all: identity of each line, folders, digests, the row and the log."""
