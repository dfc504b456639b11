"""From Telegram updates to flows, views and acts: routing, the driver, intake, errors."""
