"""Rule documents and what they give: pure, no framework, no clock, no database."""
