"""The door by SMS: a gateway over HTTP that takes one text at a time."""
