"""Updates by other doors than Telegram: their numbers, their form in the inbox, and whoever waits for them."""
