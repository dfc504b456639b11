"""Personnel by date: posts and units as the Office changes them, and standing in for the head of a unit."""
