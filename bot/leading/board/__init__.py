"""Boards: who of a unit, a union group or the whole department has answered."""
