"""Filling in the places of a notice for the person who reads it."""
