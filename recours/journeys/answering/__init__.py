"""How the answer to a complaint is put into words; the verb is beside."""
