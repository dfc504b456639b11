"""Requests to register late: the lead supports or refuses, the Office grants or refuses; undecided, they lapse."""
