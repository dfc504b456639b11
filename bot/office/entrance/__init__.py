"""Mời qua web: links for people, phones reported lost, and the Office's word on browsers that wait at the web door."""
