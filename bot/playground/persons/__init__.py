"""What people of the stand-in do and see on their phones."""
