"""Thi Đua Bot: emulation campaigns of a provincial department, in Vietnamese chat."""
