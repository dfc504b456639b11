"""Every table of the house, imported so that SQLModel's metadata is whole: for migrations and the composition root."""
