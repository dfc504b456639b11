"""Correcting and recalling a notice that was sent."""
