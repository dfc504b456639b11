"""The door by Zalo: template messages to a number (ZBS), with the key that Zalo renews."""
