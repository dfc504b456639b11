"""The browser page of the playground."""
