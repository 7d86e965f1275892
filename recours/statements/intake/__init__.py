"""Reading a file whatever its form: what it is, its columns, its lines with their numbers."""
