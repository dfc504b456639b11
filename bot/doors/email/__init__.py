"""The door by mail: one server (SMTP) that takes what is to be sent."""
