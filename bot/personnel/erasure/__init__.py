"""Erasing of a person's words at his or her request, by the Office; what the law has an office keep stays."""
