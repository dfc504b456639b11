"""Reminders of what is still open: at a civil hour, once."""
