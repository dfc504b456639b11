"""Nhật ký: deeds, by whom and when, as the head of the Office and the Director read and search them."""
