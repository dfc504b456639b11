"""The parts of `demo`: the sample department's people as the page's cast, and the doors beside Telegram."""
