"""Linking: how a chat account becomes a person's, and is freed again."""
