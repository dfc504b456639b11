"""Titles: the catalogue as dated data, rules that explain themselves, and how people write their names."""
