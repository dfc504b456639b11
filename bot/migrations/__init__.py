"""The history of the store's schema: one file a revision, numbered, run in order on SQLite and PostgreSQL alike.

A change of a table is a change of its model and a revision: `make migration m="what it does"` compares the models with
a scratch store at the newest revision and writes the file, which is then read and corrected like any other code. What
autogenerate cannot see is a changed CHECK, an enum's new member for one: drop and create it in a batch of the revision;
tests/migrations/test_revisions.py goes red until both engines agree with the models.

On PostgreSQL the version before serves on while revisions are run: they only add (tests/migrations/test_survivable.py).

Before the first release nobody's store is worth a revision: `python -m bot.migrations --first` writes 0001 anew.
"""
