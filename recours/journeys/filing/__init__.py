"""How a message that arrived is filed: read, weighed, sorted, carried out."""
