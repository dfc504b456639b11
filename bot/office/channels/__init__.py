"""Kênh liên hệ: doors that ring, as the Office opens, orders and watches them, with what they cost."""
