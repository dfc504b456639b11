"""Confirming a registration, or asking for a change."""
