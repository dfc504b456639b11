"""The web door: the screens of everybody in a browser."""
