"""Everything that speaks the Bot API: how a screen becomes a message, how a call travels, what an answer means."""
