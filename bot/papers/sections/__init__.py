"""Papers of very many pages: set section by section, each in a process of its own, and joined into one file."""
