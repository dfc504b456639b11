"""The methods of the Bot API: what a bot asks of chats, messages, updates and its own card."""
