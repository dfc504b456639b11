"""Tracking of notices: their deliveries, by name and by unit, and the tracking table."""
