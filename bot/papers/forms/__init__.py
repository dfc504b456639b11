"""Workbooks to be filled in by a unit and sent back."""
