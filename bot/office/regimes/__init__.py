"""Quy định áp dụng: regimes as the Office replaces them, with what changes for whom before it is done."""
