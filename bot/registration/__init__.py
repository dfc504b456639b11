"""A person registers emulation titles, or says why not this year."""
