"""The web door: the same screens in a browser, as one conversation a person, without anything from elsewhere."""
