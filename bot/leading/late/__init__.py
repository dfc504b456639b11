"""Requests to register late, from the lead's opinion to the Office's decision."""
