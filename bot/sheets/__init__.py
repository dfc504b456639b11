"""A unit's registrations as one list: sent to the Office, signed on paper, returned or accepted."""
