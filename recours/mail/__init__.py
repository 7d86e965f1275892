"""What the bytes of an e-mail say: read tolerantly, never guessed, and nothing of it can fail."""
