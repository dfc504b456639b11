"""Tracking: what became of a notice's letters, by unit and by name."""
