"""Mở phong trào: a year's campaign opened by the Office in the chat, and changed with a view of what follows."""
