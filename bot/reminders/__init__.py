"""Reminders of what is still open: at a civil hour, once. A lead's own are in `leading/nudging/`."""
