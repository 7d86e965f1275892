"""How the evidence of a complaint is gathered and written down; the verb is beside."""
