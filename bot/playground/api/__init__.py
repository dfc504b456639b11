"""The stand-in for the Bot API: what exists in it, and how it answers."""
