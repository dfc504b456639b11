"""Invites on paper: QR codes, and cards to cut."""
