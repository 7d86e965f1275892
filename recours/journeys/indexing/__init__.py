"""What a case says, gathered from every slice for the index."""
