"""What is still open is brought to mind, at a civil hour, once."""
