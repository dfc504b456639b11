"""Thông báo: what the Office announces, to whom, and who got it and has read it."""
