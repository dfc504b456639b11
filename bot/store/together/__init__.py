"""What is done for many at once: in one transaction, by one statement."""
