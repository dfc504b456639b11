"""The doors by which people are reached: a folder a door."""
