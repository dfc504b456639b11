"""Toàn Sở: the names behind every number of the department, of a unit, of the union and of a group."""
