"""Boards: who of a unit, a union group or the whole department has answered, and the work there."""
