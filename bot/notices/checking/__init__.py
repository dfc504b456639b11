"""Checking a draft before it is sent: its counts, names, preview and trial."""
