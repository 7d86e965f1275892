"""A complaint as its readers see it: the customer's view, and the desk's."""
