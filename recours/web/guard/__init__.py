"""Who may see what: one row per page, refused by default."""
