"""The questions of a form, as a page asks them: for the customer, and for whoever edits them."""
