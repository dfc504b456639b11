"""Notices that go out again and again."""
