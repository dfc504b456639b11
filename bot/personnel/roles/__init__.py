"""Roles as the Office gives and ends them, by date: who holds which now, who did before, and who gave it."""
