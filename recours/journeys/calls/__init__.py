"""What the telephone and the counter need around the register."""
