"""The web door: the screens of everybody in a browser, one conversation a person, with nothing from elsewhere."""
