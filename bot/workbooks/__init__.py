"""Spreadsheets for every slice: read as offices make them, and written where rows could not be taken."""
