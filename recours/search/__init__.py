"""One index of every word of every case, one door to ask it, on both databases."""
