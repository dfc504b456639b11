"""What a bot puts into chats of the stand-in, checked as Telegram checks it."""
