"""Sending a notice: now or later, watched, paused, stopped."""
