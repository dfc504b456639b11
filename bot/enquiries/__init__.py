"""Hỏi đáp: what a title asks for, with its source, and questions that the Office answers."""
