"""Telling people in person what no letter brought them."""
