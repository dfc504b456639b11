"""The commands of whoever runs the bot."""
