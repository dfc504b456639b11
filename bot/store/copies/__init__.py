"""Copies of a store: made while it serves, moved to the other engine, put back, and kept day by day."""
