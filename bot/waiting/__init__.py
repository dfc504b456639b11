"""Work that waits for somebody: one kind of item for all of it, since when it waits, and for whom."""
