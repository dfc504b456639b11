"""Checking: everything that could keep the bot from serving, looked at before it does."""
