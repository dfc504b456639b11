"""Formats of spreadsheet files, read in a process of its own: .xlsx, .xls and delimited text."""
