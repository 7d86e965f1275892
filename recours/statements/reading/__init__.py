"""Finding one purchase or one member among millions of sealed lines, and those that came late."""
