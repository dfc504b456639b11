"""Tổng hợp: registrations frozen at a moment under a number; papers of it, its submission, and opinions on it."""
