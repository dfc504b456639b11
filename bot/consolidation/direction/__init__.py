"""Snapshots as the Director, deputies and the union's chair read and answer them; no answer is a signature."""
