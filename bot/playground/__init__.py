"""A Telegram Bot API stand-in: the product's own test bed and its demo. Only wiring's demo mode and tests import it."""
