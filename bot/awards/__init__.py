"""Titles recognised by a decision: what the years so far say."""
