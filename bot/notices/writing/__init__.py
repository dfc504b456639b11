"""Writing a notice: its words, files, recipients, and what is checked before it goes."""
