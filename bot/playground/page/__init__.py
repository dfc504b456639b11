"""The browser page of the playground: its routes, its events, and the files that a browser loads."""
