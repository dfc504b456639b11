"""Work for many that is done at once: in one transaction, by one statement."""
