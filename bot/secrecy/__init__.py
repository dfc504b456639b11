"""State secrets: what carries the marking of one is neither kept nor passed on."""
