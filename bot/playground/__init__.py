"""A stand-in for the Telegram Bot API, two doors into it, and a sample department: for the demo and the tests only."""
