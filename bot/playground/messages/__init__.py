"""Messages, their texts, entities and keyboards, checked as Telegram checks them; chats and accounts that hold them."""
