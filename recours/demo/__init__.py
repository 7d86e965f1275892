"""The demonstration: a believable French programme, built from nothing, the same each time."""
