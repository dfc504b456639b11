"""Kênh liên hệ: doors as the Office opens, orders and watches them, with what they cost; and those that are out."""
