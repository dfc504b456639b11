"""Contacts of people: where somebody can be told that something waits, and what each person wants of that."""
