"""What a person has sent, and what can still be done with it: change, withdraw, decline, ask for more time."""
