"""Serving: how a start waits for what is away, what the service manager is told, and whether all is well."""
