"""A year's campaign: what it is, when it is open, which titles it takes."""
