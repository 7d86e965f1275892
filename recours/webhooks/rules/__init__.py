"""Names, signatures, addresses, waits: plain values."""
