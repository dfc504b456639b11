"""Commands for copies of the store: made, put back, moved to another address."""
