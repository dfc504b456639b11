"""Thiết lập: one screen that leads to all that the Office sets."""
