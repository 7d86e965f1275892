"""What an image says: safe pictures, words, the fields of a receipt and of a letter. Pure."""
