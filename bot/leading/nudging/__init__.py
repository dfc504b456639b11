"""Reminding one's people, by a letter of this bot or in person."""
