"""Approval of a notice by a colleague."""
