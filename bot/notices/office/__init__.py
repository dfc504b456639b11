"""The Office's notices: the list of them, and each in whatever state it is."""
