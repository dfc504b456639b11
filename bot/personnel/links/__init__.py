"""Requests to be linked, decided by the Office."""
