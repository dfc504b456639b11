"""Typed words, understood: what somebody asks for, two readings offered, a question handed to the Office."""
