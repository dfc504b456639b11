"""The Telegram door: how a screen becomes a message, how a call travels, what an answer means."""
