"""Notices as whoever gets them reads them."""
