"""Accounts of people as the Office sees them, frees them, and moves them to whom they belong."""
