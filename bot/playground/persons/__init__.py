"""People with a phone: their actions, and the chat as it stands on their screen."""
