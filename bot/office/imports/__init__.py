"""Tệp danh sách: workbooks of people and of past awards that the Office sends, sees compared, and has written."""
