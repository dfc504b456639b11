"""Mẫu văn bản: docx templates as the Office replaces them, seen filled in before one is taken."""
