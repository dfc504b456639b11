"""Coming in by the web: a link and the consent, the PIN, the browser that is in; and what its person is told of it."""
